package dev.rondo.registry.evaluation;

/// Whose answers were judged.
///
/// @param digest of the model's file that answered
/// @param note how that file relates to the version, in a whole sentence; may be empty
public record Subject(String model, int version, String digest, String note) {}
