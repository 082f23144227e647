package dev.rondo.bench;

import dev.rondo.cli.Terminal;
import dev.rondo.kernel.json.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// Writes figures: aligned for a person, tab-separated for a pipe, or as JSON. What is being
/// measured is told on the error stream.
final class Output {
  private static final List<String> COLUMNS =
      List.of(
          "name",
          "median",
          "min",
          "max",
          "runs",
          "unit",
          "peer",
          "peer_median",
          "ratio",
          "limit",
          "within");
  private static final String ALIGNED = "%-38s %12s %12s %12s %5s %-7s %-28s %12s %6s %6s %-6s";

  private final Terminal terminal;
  private final boolean isJson;

  Output(Terminal terminal, boolean isJson) {
    this.terminal = terminal;
    this.isJson = isJson;
    if (!isJson) {
      write(COLUMNS);
    }
  }

  void begins(String title) {
    terminal.err().println("Measuring: " + title + " …");
    terminal.err().flush();
  }

  void skips(String title, String why) {
    terminal.err().println("Skipped: " + title + ". " + why);
    terminal.err().flush();
  }

  void row(Figure figure) {
    ObjectNode row = json(figure);
    if (isJson) {
      terminal.out().println(Json.write(row));
      terminal.out().flush();
    } else {
      write(COLUMNS.stream().map(column -> row.path(column).asString("")).toList());
    }
  }

  private static ObjectNode json(Figure figure) {
    Samples samples = figure.samples();
    ObjectNode row =
        Json.object()
            .put("name", figure.name())
            .put("median", rounded(samples.median()))
            .put("min", rounded(samples.min()))
            .put("max", rounded(samples.max()))
            .put("runs", samples.runs())
            .put("unit", figure.unit());
    figure
        .peer()
        .ifPresent(peer ->
            row.put("peer", peer.name()).put("peer_median", rounded(peer.samples().median())));
    figure.ratio().ifPresent(ratio -> row.put("ratio", rounded(ratio)));
    figure
        .limit()
        .ifPresent(limit -> row.put("limit", limit).put("within", figure.isWithinLimit()));
    return row;
  }

  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }

  private void write(List<String> cells) {
    terminal
        .out()
        .println(
            terminal.isInteractive()
                ? String.format(Locale.ROOT, ALIGNED, cells.toArray()).stripTrailing()
                : String.join("\t", cells));
    terminal.out().flush();
  }
}
