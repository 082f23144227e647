package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import java.time.Instant;

/// One measured point. NaN and the infinities are kept as they are; see [#isFinite].
///
/// @param timestamp system time, kept to the millisecond, not before 1970
/// @param step the iteration that it belongs to; 0 when there is none
public record Metric(String key, double value, Instant timestamp, long step) {

  public Metric {
    Limits.key(key);
    if (timestamp.isBefore(Instant.EPOCH)) {
      throw Problem.invalid("Metric '%s' has time %s; it must not be before 1970.", key, timestamp);
    }
  }

  /// False for NaN and the infinities, which cannot be drawn or averaged.
  public boolean isFinite() {
    return Double.isFinite(value);
  }
}
