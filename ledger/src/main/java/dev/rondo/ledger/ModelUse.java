package dev.rondo.ledger;

/// A logged model that a run read, or wrote at a step.
public record ModelUse(LoggedModelId model, long step) {}
