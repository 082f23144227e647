package dev.rondo.quality;

import dev.rondo.kernel.EventTime;

/// What one rule measured in one check.
public record Measured(EventTime at, double value) {}
