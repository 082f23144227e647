package dev.rondo.serving;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A model version at an endpoint.
///
/// @param id 32 hex digits
/// @param inputs the model's features in the order of its columns
/// @param reason why it has this state; may be empty
/// @param activated when it last became active
public record Deployment(
    String id,
    String endpoint,
    ModelRef model,
    Digest onnx,
    List<String> inputs,
    DeploymentState state,
    String reason,
    Instant created,
    Optional<Instant> activated) {

  public Deployment {
    inputs = List.copyOf(inputs);
  }

  /// Its name in lineage.
  public Asset asset() {
    return new Asset(Asset.Kind.DEPLOYMENT, endpoint, id, onnx);
  }
}
