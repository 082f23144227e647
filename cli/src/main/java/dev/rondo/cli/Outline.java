package dev.rondo.cli;

import dev.rondo.cli.Terminal.Colour;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Writes one object for a person: a line for each value, nested ones indented below their name.
final class Outline {
  private final Terminal terminal;

  Outline(Terminal terminal) {
    this.terminal = terminal;
  }

  void write(JsonNode object) {
    write(object, "");
  }

  private void write(JsonNode object, String indent) {
    int width =
        object.properties().stream().mapToInt(entry -> entry.getKey().length()).max().orElse(0);
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      JsonNode value = entry.getValue();
      String name = Text.plain(entry.getKey());
      if (value.isContainer() && !value.isEmpty()) {
        terminal.out().println(indent + terminal.paint(Colour.BOLD, name));
        nested(value, indent + "  ");
      } else {
        String gap = " ".repeat(width - entry.getKey().length() + 2);
        terminal.out().println(indent + terminal.paint(Colour.BOLD, name) + gap + painted(value));
      }
    }
  }

  private void nested(JsonNode value, String indent) {
    if (value.isObject()) {
      write(value, indent);
      return;
    }
    for (JsonNode item : value) {
      if (item.isObject()) {
        terminal.out().println(indent + "-");
        write(item, indent + "  ");
      } else {
        terminal.out().println(indent + "- " + painted(item));
      }
    }
  }

  private String painted(JsonNode value) {
    String text = Text.of(value);
    Colour colour = States.colour(text);
    return colour == null ? text : terminal.paint(colour, text);
  }
}
