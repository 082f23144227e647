package dev.rondo.kernel;

import java.util.Locale;

/// Something of value with a name, an immutable version and a content digest: a snapshot, a feature
/// view's version, a training set, a model version, a bundle, a deployment. Runs read and write
/// assets; the ledger remembers which.
///
/// @param kind what it is, such as `snapshot` or `model-version`; see [Kind]
/// @param name the thing's name, unique in its kind and project
/// @param version which one of them
/// @param digest of its content, so that equal content is known as equal
public record Asset(Kind kind, String name, String version, Digest digest) {

  /// The kinds of asset.
  public enum Kind {
    SOURCE_FILE,
    /// Data that a client from outside has read and describes.
    DATASET,
    SNAPSHOT,
    QUALITY_RESULT,
    FEATURE_VIEW,
    TRAINING_SET,
    MODEL,
    MODEL_VERSION,
    EVALUATION,
    BUNDLE,
    DEPLOYMENT,
    PREDICTION_WINDOW,
    /// A crossed threshold, or another reason to act.
    ALERT,
    /// That a model version was promoted, rejected or withdrawn.
    DECISION,
    REPORT,
    /// What a run was given, as it is noted on the run.
    PARAMETER,
    /// The last value that a run measured, as it is noted on the run.
    METRIC,
    /// A file that a run left behind, as it is noted on the run.
    ARTIFACT;

    /// The stable text on wires, in lower case with dashes.
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The kind that [#text] names.
    public static Kind parse(String text) {
      for (Kind kind : values()) {
        if (kind.text().equals(text)) {
          return kind;
        }
      }
      throw Problem.invalid("'%s' is not a kind of asset.", text);
    }
  }

  /// `kind:name@version`, for people.
  @Override
  public String toString() {
    return kind.text() + ":" + name + "@" + version;
  }
}
