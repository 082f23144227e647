package dev.rondo.api.check;

import java.time.Duration;

/// What checks over HTTP may take.
///
/// @param bytes of a body, after decompression
/// @param time for a check, its upload included
/// @param atOnce how many run at the same time; more are told to come again
public record CheckLimits(long bytes, Duration time, int atOnce) {

  /// A gigabyte and five minutes, and as many at once as there are cores.
  public static CheckLimits usual() {
    return new CheckLimits(
        1L << 30, Duration.ofMinutes(5), Runtime.getRuntime().availableProcessors());
  }
}
