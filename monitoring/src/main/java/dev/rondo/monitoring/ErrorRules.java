package dev.rondo.monitoring;

/// When the error is too large.
///
/// @param ratio of the window's mean absolute error to the expected one
/// @param minimumLabels with fewer the window is not judged
public record ErrorRules(double ratio, long minimumLabels) {}
