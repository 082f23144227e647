package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import picocli.CommandLine.Option;

/// A change that must say why.
abstract class ReasonedCommand extends ClientCommand {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it stands in the history.")
  private String reason = "";

  /// Asks for the change at a path in the project, and shows what came of it.
  final void change(Api api, String... parts) {
    showObject(api.post(inProject(api, parts), Json.object().put("reason", reason)));
  }
}
