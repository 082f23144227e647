package dev.rondo.workflow;

import java.time.Duration;

/// When a failed task is tried again.
///
/// @param attempts how often it is tried, the first time included; attempts that were lost with
///   their process do not count
/// @param backoff the wait before the second attempt; doubled for each one after, to one hour
/// @param on which failures are worth it
public record Retry(int attempts, Duration backoff, On on) {
  /// Tried once.
  public static final Retry NONE = new Retry(1, Duration.ofSeconds(1), On.TRANSIENT);

  static final int MAX_ATTEMPTS = 100;
  private static final Duration MAX_BACKOFF = Duration.ofHours(1);

  /// Which failures are tried again.
  public enum On {
    /// All but those of invalid input, which would fail again.
    TRANSIENT,
    ALL
  }

  /// Whether to try again after so many failures.
  boolean allows(Failure failure, int failures) {
    return failures < attempts && (on == On.ALL || !failure.isInvalid());
  }

  /// The wait after the n-th failure.
  Duration wait(int failures) {
    long factor = 1L << Math.min(30, failures - 1);
    boolean isLong = backoff.compareTo(MAX_BACKOFF.dividedBy(factor)) > 0;
    return isLong ? MAX_BACKOFF : backoff.multipliedBy(factor);
  }
}
