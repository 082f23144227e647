package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import java.util.Locale;
import java.util.regex.Pattern;

/// What files belong to: each has a tree of its own.
///
/// @param id of the run, the logged model or the trace
public record ArtifactRoot(Kind kind, String id) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

  /// The kinds of things that have files.
  public enum Kind {
    RUN,
    MODEL,
    TRACE;

    /// In lower case, for people.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ArtifactRoot {
    if (!ID.matcher(id).matches()) {
      throw Problem.notFound("There is no %s with that id.", kind.text());
    }
  }

  public static ArtifactRoot of(RunId run) {
    return new ArtifactRoot(Kind.RUN, run.value());
  }

  public static ArtifactRoot of(LoggedModelId model) {
    return new ArtifactRoot(Kind.MODEL, model.value());
  }

  /// As the table knows it.
  @Override
  public String toString() {
    return kind.text() + "/" + id;
  }
}
