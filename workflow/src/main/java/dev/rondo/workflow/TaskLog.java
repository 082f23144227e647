package dev.rondo.workflow;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The log of one attempt: text in, safe lines of bounded length and number out. Thread-safe.
final class TaskLog {
  static final int MAX_LINE = 4_000;
  static final int MAX_LINES = 20_000;
  static final int MAX_CHARACTERS = 4_000_000;

  private final LogWriter writer;
  private final InstantSource clock;
  private final Launch launch;
  private int lines;
  private int characters;
  private boolean isTruncated;
  private long newest;

  TaskLog(LogWriter writer, InstantSource clock, Launch launch) {
    this.writer = writer;
    this.clock = clock;
    this.launch = launch;
  }

  synchronized void log(String text) {
    List<Object[]> rows = new ArrayList<>();
    long at = clock.millis();
    for (String line : (Iterable<String>) text.lines().map(TaskLog::masked)::iterator) {
      if (isTruncated) {
        break;
      }
      isTruncated = lines >= MAX_LINES || characters + line.length() > MAX_CHARACTERS;
      rows.add(
          row(
              isTruncated
                  ? "[The log is truncated here: %,d lines and %,d characters are kept.]"
                      .formatted(lines, characters)
                  : line,
              at));
      characters += line.length();
    }
    if (!rows.isEmpty()) {
      newest = writer.add(rows);
    }
  }

  private Object[] row(String text, long at) {
    return new Object[] {
      launch.execution(),
      launch.task(),
      LogTable.line(launch.attempt(), ++lines),
      launch.caller().project(),
      at,
      text
    };
  }

  /// Returns when all lines are durable.
  synchronized void flush() {
    writer.await(newest);
  }

  /// Cuts a long line, and shows control characters (but the tab) as `\xNN` instead of letting them
  /// act on somebody's terminal. Halves of surrogate pairs become a replacement character.
  static String masked(String line) {
    String cut =
        line.length() <= MAX_LINE
            ? line
            : line.substring(0, MAX_LINE) + " [" + (line.length() - MAX_LINE) + " more characters]";
    if (cut.chars().noneMatch(c -> isMasked((char) c))) {
      return cut;
    }
    StringBuilder safe = new StringBuilder(cut.length() + 16);
    cut.codePoints()
        .forEach(c -> {
          if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            safe.append('\uFFFD');
          } else if (c <= Character.MAX_VALUE && isControl((char) c)) {
            safe.append("\\x%02x".formatted(c));
          } else {
            safe.appendCodePoint(c);
          }
        });
    return safe.toString();
  }

  private static boolean isMasked(char c) {
    return Character.isSurrogate(c) || isControl(c);
  }

  private static boolean isControl(char c) {
    return Character.isISOControl(c) && c != '\t';
  }
}
