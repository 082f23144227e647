package dev.rondo.registry;

import dev.rondo.kernel.Digest;
import java.time.Instant;
import java.util.Optional;

/// An evaluation as it was recorded.
///
/// @param by who recorded it
/// @param report the digest of all that was measured, as
///   [dev.rondo.registry.evaluation.Report#bytes] writes it; empty where the metrics are all
public record RecordedEvaluation(
    String id, Evaluation evaluation, String by, Instant at, Optional<Digest> report) {}
