package dev.rondo.app.check;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.Table;
import dev.rondo.cli.Terminal;
import dev.rondo.cli.Terminal.Colour;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.change.Change;
import dev.rondo.quality.change.ContractDiff;
import dev.rondo.quality.change.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares two versions of a contract by meaning.
@Command(
    name = "diff",
    description = "Tell what changes between two versions of a contract, and whom it breaks.",
    footer = {
      "",
      "Ends with 6 when the version of NEW is too low for what changes.",
      "",
      "Example: rondo contracts diff trips-1.0.0.yaml trips.yaml"
    })
final class DiffCommand implements Callable<Integer>, TakesFiles {
  @Mixin private final HomeOptions options = new HomeOptions();

  @Parameters(index = "0", paramLabel = "OLD", description = "The older version's file.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path old;

  @Parameters(index = "1", paramLabel = "NEW", description = "The newer version's file.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path newer;

  private final Terminal terminal;

  DiffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ContractDocument before = ContractFiles.read(old);
    ContractDocument after = ContractFiles.read(newer);
    ContractDiff diff = ContractDiff.of(before, after);
    Version needed = diff.neededAfter(before.version());
    boolean isEnough = Version.parse(after.version()).compareTo(needed) >= 0;
    List<JsonNode> changes = diff.changes().stream().<JsonNode>map(DiffCommand::json).toList();
    if (options.isJson()) {
      ObjectNode json =
          Json.object()
              .put("old", before.version())
              .put("new", after.version())
              .put("needed", needed.toString())
              .put("enough", isEnough)
              .put("breaking", diff.isBreaking());
      changes.forEach(json.putArray("changes")::add);
      terminal.out().println(Json.write(json));
    } else {
      show(changes);
      tell(after, needed, isEnough, diff.isEmpty());
    }
    return (isEnough ? ExitCode.OK : ExitCode.CHECK_FAILED).number();
  }

  private static ObjectNode json(Change change) {
    return Json.object()
        .put("kind", change.kind().name().toLowerCase(Locale.ROOT))
        .put("path", change.path())
        .put("needs", change.needs().name().toLowerCase(Locale.ROOT))
        .put(
            "breaks",
            change.breaks().stream()
                .sorted()
                .map(party -> party.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" and ")))
        .put("sentence", change.sentence());
  }

  /// On a terminal each sentence stands whole on a line of its own.
  private void show(List<JsonNode> changes) {
    if (!terminal.isInteractive()) {
      new Table(terminal, List.of("kind", "path", "needs", "breaks", "sentence"), changes).write();
      return;
    }
    for (JsonNode change : changes) {
      String breaks = change.path("breaks").asString("");
      terminal
          .out()
          .println(
              terminal.paint(Colour.BOLD, "%-6s".formatted(change.path("needs").asString("")))
                  + change.path("sentence").asString("")
                  + (breaks.isEmpty() ? "" : " Breaks " + breaks + "."));
    }
  }

  private void tell(ContractDocument after, Version needed, boolean isEnough, boolean isSame) {
    String sentence =
        isSame
            ? "Nothing changes."
            : isEnough
                ? "Version %s is high enough: %s or later is needed."
                    .formatted(after.version(), needed)
                : "Version %s is too low: %s or later is needed."
                    .formatted(after.version(), needed);
    terminal.err().println(sentence);
  }
}
