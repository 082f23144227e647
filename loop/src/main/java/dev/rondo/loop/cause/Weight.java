package dev.rondo.loop.cause;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How likely a change is the cause of a failure: its size, times how near it stands in the graph,
/// times how close it came before the failure. Each is between 0 and 1.
///
/// @param good when all was well the last time
/// @param failed when it failed
record Weight(Instant good, Instant failed) {
  /// What a change counts that came at once after the last good time.
  private static final double OLDEST = 0.5;

  /// In seconds.
  private static final double LEAST = 0.001;

  /// @param size 0 to 1: how much such a change matters
  /// @param distance 1 for what the failed run read itself
  /// @param at when it changed; empty when that is not known
  double of(double size, int distance, Optional<Instant> at) {
    return Math.clamp(size, 0.0, 1.0) / Math.max(1, distance) * closeness(at);
  }

  /// From a half for a change at once after the last good time to one for a change at the failure.
  private double closeness(Optional<Instant> at) {
    double span = Math.max(LEAST, seconds(failed));
    double since = at.map(time -> seconds(time) / span).orElse(OLDEST);
    return OLDEST + (1 - OLDEST) * Math.clamp(since, 0.0, 1.0);
  }

  /// Since the last good time; however far away, since clients say when a run ended.
  private double seconds(Instant time) {
    Duration since = Duration.between(good, time);
    return since.toSeconds() + since.toMillisPart() / 1e3;
  }

  /// How much two numbers of rows differ, as a share of the larger.
  static double growth(double from, double to) {
    double larger = Math.max(Math.abs(from), Math.abs(to));
    return larger == 0 ? 0 : Math.abs(to - from) / larger;
  }
}
