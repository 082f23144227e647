package dev.rondo.registry;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.json.Json;
import java.time.Instant;

/// An evaluation as it was recorded.
///
/// @param by who recorded it
public record RecordedEvaluation(String id, Evaluation evaluation, String by, Instant at) {
  /// Its name in lineage.
  public Asset asset(String model) {
    return new Asset(Asset.Kind.EVALUATION, model, id, Digest.of(Json.write(evaluation)));
  }
}
