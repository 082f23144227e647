package dev.rondo.app.demo;

import dev.rondo.cli.Terminal;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// Tells what happens: lines for the moments that matter, and between them one line of progress,
/// which on a terminal replaces itself and elsewhere comes every ten seconds. Thread-safe.
final class Narrator {
  private static final int WIDTH = 30;

  private final PrintStream out;
  private final PrintStream err;
  private final boolean isLive;
  private final long start = System.nanoTime();
  private long lastPlain = start;
  private boolean isOpen;

  Narrator(PrintStream out, Terminal terminal) {
    this.out = out;
    this.err = terminal.err();
    this.isLive = terminal.isInteractive();
  }

  /// A line that stays.
  synchronized void say(String line) {
    if (isOpen) {
      err.print("\r\u001b[K");
      isOpen = false;
    }
    out.println(line);
    out.flush();
  }

  /// Where the replay stands.
  synchronized void progress(String what, long done, long total) {
    long now = System.nanoTime();
    if (!isLive && now - lastPlain < Duration.ofSeconds(10).toNanos()) {
      return;
    }
    lastPlain = now;
    String line = line(what, done, total, (now - start) / 1e9);
    if (isLive) {
      err.print("\r\u001b[K" + line);
      isOpen = true;
    } else {
      err.println(line);
    }
    err.flush();
  }

  private static String line(String what, long done, long total, double seconds) {
    int filled = (int) (WIDTH * done / Math.max(1, total));
    double rate = done / Math.max(0.001, seconds);
    long left = (long) ((total - done) / Math.max(1, rate));
    return String.format(
        Locale.ROOT,
        "%s %s%s %3d %%  %,d requests, %,.0f/s, %d s left",
        what,
        "█".repeat(filled),
        "░".repeat(WIDTH - filled),
        100 * done / Math.max(1, total),
        done,
        rate,
        left);
  }
}
