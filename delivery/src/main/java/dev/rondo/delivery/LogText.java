package dev.rondo.delivery;

import dev.rondo.kernel.Texts;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// The text of a build's log: each line with its time, without control characters, and no longer
/// than a limit. Thread-safe.
final class LogText implements BuildLog {
  private static final int LIMIT = 1 << 20;
  private static final int LINE = 4_000;

  private final InstantSource clock;
  private final StringBuilder text = new StringBuilder();
  private boolean full;

  LogText(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void say(String line) {
    if (full) {
      return;
    }
    if (text.length() > LIMIT) {
      full = true;
      append("The log is longer than " + LIMIT + " characters; the rest is left out.");
      return;
    }
    line.lines().forEach(this::append);
  }

  private void append(String line) {
    text.append(clock.instant().truncatedTo(ChronoUnit.MILLIS))
        .append(' ')
        .append(Texts.masked(Texts.shortened(line, LINE)))
        .append('\n');
  }

  @Override
  public synchronized String toString() {
    return text.toString();
  }
}
