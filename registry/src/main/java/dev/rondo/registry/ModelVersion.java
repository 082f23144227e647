package dev.rondo.registry;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.registry.scan.Scan;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One immutable version of a model; only what people say of it changes: status, aliases, tags,
/// description.
///
/// @param version counted from 1 within the model; a number is never used again
/// @param statusReason why it has this status; empty for a candidate
/// @param aliases in alphabetical order
/// @param findContent what endpoints serve; empty for one that no pipeline of ours made
/// @param scan what was seen of its files when it was registered from elsewhere
/// @param readiness whether they have been looked at
/// @param tags by key
/// @param user who registered it
public record ModelVersion(
    String model,
    int version,
    VersionStatus status,
    String statusReason,
    List<String> aliases,
    ModelSource source,
    Optional<ModelContent> findContent,
    Optional<Scan> scan,
    Readiness readiness,
    String description,
    Map<String, String> tags,
    String user,
    Instant created,
    Instant updated) {

  public ModelVersion {
    aliases = List.copyOf(aliases);
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /// What endpoints serve.
  ///
  /// @throws Problem `precondition-failed` when it has nothing of the kind
  public ModelContent content() {
    return findContent.orElseThrow(() ->
        Problem.of(
            ProblemCode.PRECONDITION_FAILED,
            "Version %d of '%s' was registered from '%s'; no pipeline of this server made it, so it"
                + " cannot be served here.",
            version,
            model,
            source.source()));
  }

  /// The id of the run that made it.
  public Optional<String> run() {
    return source.run();
  }

  /// The digest of the served file; else of the files that were seen; else of the address of those
  /// that were not.
  public Digest digest() {
    return findContent
        .map(ModelContent::digest)
        .or(() -> scan.map(Scan::digest))
        .orElseGet(() -> Digest.of(source.location()));
  }

  public Signature signature() {
    return content().signature();
  }

  /// Its name in lineage.
  public Asset asset() {
    return new Asset(Asset.Kind.MODEL_VERSION, model, Integer.toString(version), digest());
  }
}
