package dev.rondo.registry.evaluation;

/// Between what two values the resamples' middle part lies.
public record Interval(double low, double high) {}
