package dev.rondo.monitoring;

/// What a window is held against.
///
/// @param profile the model's reference
/// @param mae the mean absolute error that its evaluation lets expect
public record Expectation(ReferenceProfile profile, double mae) {}
