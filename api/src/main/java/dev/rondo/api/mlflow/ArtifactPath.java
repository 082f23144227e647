package dev.rondo.api.mlflow;

import dev.rondo.kernel.PlainPath;
import dev.rondo.kernel.Problem;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.ArtifactRoot.Kind;
import dev.rondo.ledger.ExperimentId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place of the artifact proxy: `<experiment>/<run>/artifacts/<file>`,
/// `<experiment>/models/<model>/artifacts/<file>` or
/// `<experiment>/traces/<trace>/artifacts/<file>`. There are no others.
///
/// @param path within the root's tree; empty for the whole tree
record ArtifactPath(ExperimentId experiment, ArtifactRoot root, String path) {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,18})/(?:(models|traces)/)?([^/]+)/artifacts(?:/(.+))?");

  static Optional<ArtifactPath> find(String text) {
    Matcher matcher = FORM.matcher(PlainPath.check(text));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<String> file = Optional.ofNullable(matcher.group(4));
    return Optional.of(
        new ArtifactPath(
            ExperimentId.parse(matcher.group(1)),
            new ArtifactRoot(kind(matcher), matcher.group(3)),
            file.orElse("")));
  }

  private static Kind kind(Matcher matcher) {
    return switch (Optional.ofNullable(matcher.group(2)).orElse("")) {
      case "models" -> Kind.MODEL;
      case "traces" -> Kind.TRACE;
      default -> Kind.RUN;
    };
  }

  /// @throws Problem `not-found` for what is no such place
  static ArtifactPath of(String text) {
    return find(text)
        .orElseThrow(() ->
            Problem.notFound(
                "There is nothing at '%s': files are at <experiment>/<run>/artifacts/<file>, or in"
                    + " the models or traces of an experiment.",
                text));
  }

  /// @throws Problem `not-found` when it is no file's
  static ArtifactPath ofFile(String text) {
    ArtifactPath found = of(text);
    if (found.path().isEmpty()) {
      throw Problem.notFound("'%s' names no file.", text);
    }
    return found;
  }
}
