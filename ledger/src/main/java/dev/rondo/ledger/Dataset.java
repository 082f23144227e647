package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import java.util.Optional;

/// Data that a client has read outside of this server, as the client describes it.
///
/// @param digest the client's fingerprint of the content
/// @param sourceType such as `http` or `local`
/// @param source where it lies, as JSON
/// @param schema its columns, as JSON
/// @param profile figures of it, as JSON
public record Dataset(
    String name,
    String digest,
    String sourceType,
    String source,
    Optional<String> schema,
    Optional<String> profile) {
  private static final int NAME = 500;
  private static final int DIGEST = 36;
  private static final int SOURCE = 65_535;
  private static final int SCHEMA = 1_048_575;
  private static final int PROFILE = 16_777_215;

  public Dataset {
    Limits.length("dataset name", name, NAME);
    Limits.length("dataset digest", digest, DIGEST);
    Limits.length("dataset source type", sourceType, Limits.NAME);
    Limits.length("dataset source", source, SOURCE);
    schema.ifPresent(text -> Limits.length("dataset schema", text, SCHEMA));
    profile.ifPresent(text -> Limits.length("dataset profile", text, PROFILE));
  }

  /// The asset that it is; empty for a name that an asset cannot have. Its digest is made of the
  /// client's, so that equal content is known as equal.
  Optional<Asset> asset() {
    return Limits.isName(name) && Limits.isName(digest)
        ? Optional.of(new Asset(Asset.Kind.DATASET, name, digest, Digest.of(digest)))
        : Optional.empty();
  }
}
