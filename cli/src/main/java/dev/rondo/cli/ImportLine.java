package dev.rondo.cli;

/// Tells on standard error what an import is at: on a terminal in one line that changes, else in a
/// line every ten seconds.
final class ImportLine {
  private static final long PATIENCE = 500_000_000L;
  private static final long PAUSE = 10_000_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final Terminal terminal;
  private final long start = System.nanoTime();
  private long toldAt = start;
  private boolean isShown;

  ImportLine(Terminal terminal) {
    this.terminal = terminal;
  }

  void tell(String what) {
    long now = System.nanoTime();
    long pause = terminal.isInteractive() ? PATIENCE : PAUSE;
    if (now - toldAt < pause) {
      return;
    }
    toldAt = now;
    String line = "Importing " + what + " …";
    if (terminal.isInteractive()) {
      terminal.err().print(CLEAR + line);
      terminal.err().flush();
      isShown = true;
    } else {
      terminal.err().println(line);
    }
  }

  void end() {
    if (isShown) {
      terminal.err().print(CLEAR);
      terminal.err().flush();
    }
  }
}
