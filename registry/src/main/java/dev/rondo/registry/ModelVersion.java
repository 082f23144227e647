package dev.rondo.registry;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import java.time.Instant;
import java.util.List;

/// One immutable version of a model; only its status and aliases change.
///
/// @param version counted from 1 within the model
/// @param statusReason why it has this status; empty for a candidate
/// @param aliases in alphabetical order
/// @param run the 32-hex id of the run that made it
public record ModelVersion(
    String model,
    int version,
    VersionStatus status,
    String statusReason,
    List<String> aliases,
    String run,
    ModelContent content,
    String description,
    Instant created) {

  public ModelVersion {
    aliases = List.copyOf(aliases);
  }

  /// The digest of the served file.
  public Digest digest() {
    return content.digest();
  }

  public Signature signature() {
    return content.signature();
  }

  /// Its name in lineage.
  public Asset asset() {
    return new Asset(Asset.Kind.MODEL_VERSION, model, Integer.toString(version), digest());
  }
}
