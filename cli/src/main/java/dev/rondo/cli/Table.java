package dev.rondo.cli;

import dev.rondo.cli.Terminal.Colour;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Writes a list: aligned columns for a person, tab-separated values for a pipe.
public final class Table {
  private static final int WIDEST = 60;

  private final Terminal terminal;
  private final List<String> columns;
  private final List<JsonNode> items;

  /// @param wanted the columns in their order, as dotted paths into an item; those that no item has
  ///   are left out, and when none is left every plain value of the first item is shown
  public Table(Terminal terminal, List<String> wanted, List<JsonNode> items) {
    this.terminal = terminal;
    this.items = items;
    this.columns = choose(wanted, items);
  }

  private static List<String> choose(List<String> wanted, List<JsonNode> items) {
    List<String> present =
        wanted.stream()
            .filter(column -> items.stream().anyMatch(item -> !at(item, column).isMissingNode()))
            .toList();
    if (!present.isEmpty() || items.isEmpty()) {
      return present.isEmpty() ? wanted : present;
    }
    return items.getFirst().properties().stream()
        .filter(entry -> entry.getValue().isValueNode())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static JsonNode at(JsonNode item, String path) {
    return item.at("/" + path.replace('.', '/'));
  }

  public void write() {
    if (terminal.isInteractive()) {
      writeAligned();
    } else {
      terminal.out().println(String.join("\t", columns));
      rows().forEach(row -> terminal.out().println(String.join("\t", row)));
    }
  }

  private void writeAligned() {
    List<List<String>> rows = rows();
    int[] widths = columns.stream().mapToInt(String::length).toArray();
    for (List<String> row : rows) {
      Arrays.setAll(widths, i -> Math.max(widths[i], Math.min(WIDEST, length(row.get(i)))));
    }
    List<String> header = columns.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
    terminal.out().println(line(header, widths, Colour.BOLD));
    rows.forEach(row -> terminal.out().println(line(row, widths, null)));
    if (rows.isEmpty()) {
      terminal.out().println(terminal.paint(Colour.DIM, "(none)"));
    }
  }

  private String line(
      List<String> cells, int[] widths, @org.jspecify.annotations.Nullable Colour colour) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = shortened(cells.get(i));
      Colour own = colour == null ? States.colour(cell) : colour;
      line.append(own == null ? cell : terminal.paint(own, cell));
      if (i < cells.size() - 1) {
        line.append(" ".repeat(widths[i] - length(cell) + 2));
      }
    }
    return line.toString();
  }

  private static String shortened(String cell) {
    return length(cell) <= WIDEST
        ? cell
        : cell.substring(0, cell.offsetByCodePoints(0, WIDEST - 1)) + "…";
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode item : items) {
      rows.add(columns.stream().map(column -> Text.of(at(item, column))).toList());
    }
    return rows;
  }
}
