package dev.rondo.api.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import dev.rondo.ledger.RunId;

/// The run that a client speaks of. A text that cannot be the id of one here is of a run that is
/// not here.
final class RunIds {
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
    return RunId.find(text)
        .orElseThrow(() -> Problem.notFound("Run with id=%s not found", Texts.brief(text)));
  }
}
