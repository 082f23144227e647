package dev.rondo.app.check;

import dev.rondo.cli.Terminal;
import dev.rondo.cli.Text;
import dev.rondo.data.source.Progress;

/// Tells on standard error how far a reading is, when it takes long enough to be of interest: on a
/// terminal one line that changes, else a line every ten seconds.
final class ReadingLine implements Progress {
  private static final long PATIENCE = 500_000_000L;
  private static final long PAUSE = 10_000_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final Terminal terminal;
  private final long start = System.nanoTime();
  private long toldAt = start;
  private boolean isShown;

  ReadingLine(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void reads(String what, long done, long of) {
    long now = System.nanoTime();
    boolean isDue = terminal.isInteractive() || now - toldAt > PAUSE;
    if (now - start < PATIENCE || !isDue) {
      return;
    }
    toldAt = now;
    String count = of > 1 ? " (%d of %d)".formatted(done + 1, of) : "";
    String line = "Reading " + Text.plain(what) + count + " …";
    if (terminal.isInteractive()) {
      terminal.err().print(CLEAR + line);
      terminal.err().flush();
      isShown = true;
    } else {
      terminal.err().println(line);
    }
  }

  /// Takes the line away.
  @Override
  public void ended() {
    if (isShown) {
      terminal.err().print(CLEAR);
      terminal.err().flush();
      isShown = false;
    }
  }
}
