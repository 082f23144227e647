package dev.rondo.quality;

import java.util.Locale;

/// What follows when a rule is broken: an `ERROR` quarantines the row, or blocks the table; a
/// `WARNING` is reported; an `INFO` is only recorded.
public enum Severity {
  ERROR,
  WARNING,
  INFO;

  /// The word in contracts and on wires.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
