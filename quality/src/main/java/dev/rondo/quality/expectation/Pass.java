package dev.rondo.quality.expectation;

import java.time.Duration;

/// One statement that answered metrics.
///
/// @param kind such as `aggregate` or `dictionary`
/// @param detail what it was about, for people
/// @param answered how many metrics
public record Pass(Kind kind, String detail, int answered, Duration duration) {

  /// The sorts of scans, in the order in which a round makes them.
  public enum Kind {
    SAMPLE,
    AGGREGATE,
    DICTIONARY,
    STREAM,
    KEY,
    QUANTILE,
    WINDOW,
    QUERY,
    EXAMPLES
  }
}
