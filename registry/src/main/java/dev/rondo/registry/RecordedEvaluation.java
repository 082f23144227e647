package dev.rondo.registry;

import java.time.Instant;

/// An evaluation as it was recorded.
///
/// @param by who recorded it
public record RecordedEvaluation(String id, Evaluation evaluation, String by, Instant at) {}
