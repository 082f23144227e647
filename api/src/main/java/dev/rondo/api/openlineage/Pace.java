package dev.rondo.api.openlineage;

import java.time.Duration;

/// How long to wait before another try: twice as long each time, up to a longest.
record Pace(Duration first, Duration longest) {
  static final Pace USUAL = new Pace(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /// @param failures in a row, 1 or more
  Duration after(int failures) {
    Duration wait = first;
    for (int i = 1; i < failures && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
