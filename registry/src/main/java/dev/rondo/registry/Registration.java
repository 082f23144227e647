package dev.rondo.registry;

/// A request to register what a run has made.
///
/// @param run the 32-hex id of the run that made it; registering again for the same run finds the
///   version that is already there
/// @param description for people; may be empty
public record Registration(String model, String run, ModelContent content, String description) {}
