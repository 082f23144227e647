package dev.rondo.cli;

import java.io.PrintStream;
import java.util.Map;

/// Where a command writes, and how it may look there.
///
/// @param out for results
/// @param err for everything else
/// @param isInteractive whether a person sees `out`
/// @param environment the process's variables
public record Terminal(
    PrintStream out, PrintStream err, boolean isInteractive, Map<String, String> environment) {

  public Terminal {
    environment = Map.copyOf(environment);
  }

  /// The process's own. The launcher says whether standard output is a terminal, since the JVM's
  /// console asks about standard input as well.
  public static Terminal system() {
    boolean isInteractive =
        Boolean.parseBoolean(
            System.getProperty("rondo.terminal", String.valueOf(System.console() != null)));
    return new Terminal(System.out, System.err, isInteractive, System.getenv());
  }

  /// Colours are for people at terminals that know them, unless they asked otherwise.
  public boolean hasColours() {
    if (!variable("NO_COLOR").isEmpty()) {
      return false;
    }
    String forced = variable("CLICOLOR_FORCE");
    if (!forced.isEmpty() && !forced.equals("0")) {
      return true;
    }
    return isInteractive && !variable("TERM").equals("dumb");
  }

  public String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /// Text in a colour, where there are colours.
  public String paint(Colour colour, String text) {
    return hasColours() && !text.isEmpty()
        ? "\u001b[" + colour.code + "m" + text + "\u001b[0m"
        : text;
  }

  /// What a terminal can show; each only adds to a word that stands there anyway.
  public enum Colour {
    BOLD(1),
    DIM(2),
    RED(31),
    GREEN(32),
    YELLOW(33),
    BLUE(34);

    private final int code;

    Colour(int code) {
      this.code = code;
    }
  }
}
