package dev.rondo.ledger;

/// A point of a run.
public record RunMetric(RunId run, Metric metric) {}
