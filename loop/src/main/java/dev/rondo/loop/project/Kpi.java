package dev.rondo.loop.project;

/// What the business gains.
///
/// @param valuePerUnit how much one unit of the indicator is worth
public record Kpi(String name, String meaning, double valuePerUnit, String currency) {}
