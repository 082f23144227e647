package dev.rondo.ledger;

import java.time.Instant;

/// How much there is in an experiment, deleted runs and models not counted: up to [#MOST] of each,
/// so that the answer comes at once however many there are.
///
/// @param models logged ones
/// @param last when it was made or changed, or its newest run or trace began
public record ExperimentActivity(long runs, long models, long traces, Instant last) {
  /// As far as is counted.
  public static final int MOST = 10_000;

  /// Whether a count may stand for more.
  public static boolean isAll(long count) {
    return count < MOST;
  }
}
