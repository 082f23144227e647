package dev.rondo.api.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.ledger.RunId;
import java.util.Optional;
import java.util.regex.Pattern;

/// The run that a client speaks of. A text that cannot be the id of one here is of a run that is
/// not here.
final class RunIds {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
  private static final int BRIEF = 200;

  private RunIds() {}

  /// By `run_id`, or `run_uuid` as old clients say.
  static RunId of(Message asked) {
    return of(text(asked));
  }

  static String text(Message asked) {
    return asked
        .findText("run_id")
        .filter(id -> !id.isEmpty())
        .or(() -> asked.findText("run_uuid").filter(id -> !id.isEmpty()))
        .orElseThrow(() -> Message.missing("run_id"));
  }

  static RunId of(String text) {
    return find(text)
        .orElseThrow(() ->
            Problem.notFound(
                "Run with id=%s not found",
                text.length() > BRIEF ? text.substring(0, BRIEF) + "…" : text));
  }

  /// Empty for what cannot be one of this server's.
  static Optional<RunId> find(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new RunId(text)) : Optional.empty();
  }
}
