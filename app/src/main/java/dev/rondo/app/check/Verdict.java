package dev.rondo.app.check;

import dev.rondo.cli.Terminal;
import dev.rondo.cli.Terminal.Colour;
import dev.rondo.cli.Text;
import dev.rondo.quality.Severity;
import java.util.List;

/// One thing that does not hold, as a line: what kind it is, the sentence, what was found, and some
/// of the values that are wrong. What blocks is a result; what only warns stands beside it, on
/// standard error.
record Verdict(Severity severity, String sentence, String found, List<String> examples) {
  private static final int LONGEST = 60;
  private static final int ROOM = 110;

  /// What passes since there was nothing to hold it against.
  static Verdict unjudged(String sentence, String why) {
    return new Verdict(Severity.INFO, sentence, why, List.of());
  }

  void write(Terminal terminal) {
    StringBuilder line = new StringBuilder(word(terminal));
    line.append(Text.plain(sentence));
    if (!found.isEmpty()) {
      line.append("  ").append(terminal.paint(Colour.BOLD, Text.plain(found)));
    }
    if (!examples.isEmpty()) {
      line.append(", such as ").append(shown());
    }
    (severity == Severity.ERROR ? terminal.out() : terminal.err()).println(line);
  }

  /// As many as have room on the line, but one.
  private String shown() {
    StringBuilder shown = new StringBuilder();
    for (String example : examples.stream().map(Verdict::shortened).distinct().toList()) {
      if (!shown.isEmpty() && shown.length() + example.length() > ROOM) {
        break;
      }
      shown.append(shown.isEmpty() ? "" : ", ").append(example);
    }
    return shown.toString();
  }

  private String word(Terminal terminal) {
    return switch (severity) {
      case ERROR -> terminal.paint(Colour.RED, "failed ") + "  ";
      case WARNING -> terminal.paint(Colour.YELLOW, "warning") + "  ";
      case INFO -> terminal.paint(Colour.BLUE, "note   ") + "  ";
    };
  }

  private static String shortened(String value) {
    String plain = Text.plain(value);
    return plain.codePointCount(0, plain.length()) <= LONGEST
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, LONGEST)) + "…";
  }
}
