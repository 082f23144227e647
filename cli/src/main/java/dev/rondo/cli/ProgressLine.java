package dev.rondo.cli;

/// Tells on standard error how far something is, when it takes long enough to be of interest: on a
/// terminal in one line that changes, else in a line every ten seconds. Confined to one thread.
public final class ProgressLine {
  private static final long PATIENCE = 500_000_000L;
  private static final long PAUSE = 10_000_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final Terminal terminal;
  private final long start = System.nanoTime();
  private long toldAt = start;
  private boolean isShown;

  public ProgressLine(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Whether it is time to tell something.
  public boolean isDue() {
    long now = System.nanoTime();
    return now - start >= PATIENCE && (terminal.isInteractive() || now - toldAt > PAUSE);
  }

  /// Tells it when it is due.
  ///
  /// @param line plain text, such as `Reading a.csv`
  public void tell(String line) {
    if (!isDue()) {
      return;
    }
    toldAt = System.nanoTime();
    if (terminal.isInteractive()) {
      terminal.err().print(CLEAR + line + " …");
      terminal.err().flush();
      isShown = true;
    } else {
      terminal.err().println(line + " …");
    }
  }

  /// Takes the line away.
  public void end() {
    if (isShown) {
      terminal.err().print(CLEAR);
      terminal.err().flush();
      isShown = false;
    }
  }
}
