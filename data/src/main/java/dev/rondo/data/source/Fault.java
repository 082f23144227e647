package dev.rondo.data.source;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Texts;

/// Why a row cannot be read.
///
/// @param line counted from 1
/// @param column in characters, counted from 1
/// @param reason a whole sentence without the text
/// @param text the beginning of what is wrong
record Fault(String file, long line, long column, String reason, String text) {
  private static final int LONGEST = 80;

  Mistake mistake() {
    return new Mistake(
        file, Math.toIntExact(line), Math.toIntExact(column), "", reason + " " + shown());
  }

  private String shown() {
    String plain = text.replace("\n", "\\n").replace("\r", "\\r");
    return "Here: '" + Texts.shortened(plain, LONGEST) + "'.";
  }
}
