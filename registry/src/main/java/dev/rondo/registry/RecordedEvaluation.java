package dev.rondo.registry;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.util.Optional;

/// An evaluation as it was recorded.
///
/// @param by who recorded it
/// @param report the digest of all that was measured, as
///   [dev.rondo.registry.evaluation.Report#bytes] writes it; empty where the metrics are all
public record RecordedEvaluation(
    String id, Evaluation evaluation, String by, Instant at, Optional<Digest> report) {

  /// Its name in lineage, of a version of a model.
  public Asset asset(String model, int version) {
    Digest digest = report.orElseGet(() -> Digest.of(Json.write(evaluation)));
    return new Asset(Asset.Kind.EVALUATION, model + " v" + version, digest.brief(), digest);
  }
}
