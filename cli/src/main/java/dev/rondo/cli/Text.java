package dev.rondo.cli;

import tools.jackson.databind.JsonNode;

/// Values as text that is safe on a terminal.
public final class Text {
  private Text() {}

  /// Without control characters, which could move the cursor or end a column.
  public static String plain(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return safe.toString();
  }

  /// A scalar as it stands, anything else as JSON; empty for null and what is missing.
  static String of(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    return plain(value.isString() ? value.asString() : value.toString());
  }
}
