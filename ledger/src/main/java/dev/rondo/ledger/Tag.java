package dev.rondo.ledger;

import dev.rondo.kernel.Texts;

/// A note on a run, which may be set again.
///
/// @param value [#LONGEST] characters at the most
public record Tag(String key, String value) {
  /// How many characters a value has at the most.
  public static final int LONGEST = 8_000;

  /// The key of the tag in which a logged model's registered versions are listed.
  public static final String MODEL_VERSIONS = "mlflow.modelVersions";

  /// The key of the note that says why a run failed.
  public static final String ERROR = "error";

  /// The key by which MLflow's clients know a run's name; it is never kept as a tag.
  public static final String RUN_NAME = "mlflow.runName";

  /// The key by which they know what a run is nested in; it is kept as a tag only where its value
  /// is no id of ours, or that of a run which whoever says so may not write to.
  public static final String PARENT = "mlflow.parentRunId";

  /// The keys by which an experiment that was imported tells its id at its origin, and where its
  /// files lay there.
  public static final String ORIGIN = "rondo.import.experiment-id";

  public static final String ORIGIN_LOCATION = "rondo.import.artifact-location";

  /// A value that is too long is cut.
  public static String cut(String value) {
    return Texts.cut(value, LONGEST);
  }

  /// Why a run failed, as a sentence; a long one is cut.
  public static Tag error(String sentence) {
    return new Tag(ERROR, cut(sentence));
  }

  public Tag {
    Limits.key(key);
    Limits.length("value of tag '" + key + "'", value, LONGEST);
  }
}
