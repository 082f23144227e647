package dev.rondo.kernel;

import java.util.Locale;

/// One thing of a project that a user may hold a [Level] on.
///
/// @param number an experiment's id, or the key of a registered model, which a new name leaves as
///   it is and a later model of the name does not have
public record Thing(Kind kind, long number) {

  /// What there are levels on; what belongs to such a thing has none of its own.
  public enum Kind {
    /// With its runs, metrics, files, logged models and traces.
    EXPERIMENT,
    /// With its versions, aliases and tags.
    REGISTERED_MODEL;

    /// The stable text, such as `registered-model`.
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public static Thing experiment(long number) {
    return new Thing(Kind.EXPERIMENT, number);
  }

  public static Thing registeredModel(long key) {
    return new Thing(Kind.REGISTERED_MODEL, key);
  }
}
