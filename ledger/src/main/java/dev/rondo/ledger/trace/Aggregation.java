package dev.rondo.ledger.trace;

import dev.rondo.kernel.Problem;
import java.util.Optional;

/// How many values become one figure.
public record Aggregation(Kind kind, Optional<Double> percentile) {
  /// What is made of the values.
  public enum Kind {
    COUNT,
    SUM,
    AVG,
    PERCENTILE,
    MIN,
    MAX
  }

  public Aggregation {
    boolean isOfPercentile = kind == Kind.PERCENTILE;
    if (isOfPercentile && percentile.filter(p -> p >= 0 && p <= 100).isEmpty()) {
      throw Problem.invalid("A PERCENTILE needs a 'percentile_value' of 0 to 100.");
    }
  }

  /// Such as `AVG` or `P99.5`.
  public String label() {
    return percentile.map(value -> "P" + value).orElse(kind.name());
  }

  /// SQL over the columns `value`, `place` (0 for the smallest of its group) and `places`.
  String sql() {
    return switch (kind) {
      case COUNT -> "count(value)";
      case SUM -> "sum(value)";
      case AVG -> "avg(value)";
      case MIN -> "min(value)";
      case MAX -> "max(value)";
      case PERCENTILE -> {
        String at = "((places - 1) * " + percentile.orElse(0.0) / 100 + ")";
        String below = "CAST(" + at + " AS INTEGER)";
        yield "sum(CASE WHEN place = %2$s THEN value * (1 - (%1$s - %2$s))"
            .concat(" WHEN place = %2$s + 1 THEN value * (%1$s - %2$s) END)")
            .formatted(at, below);
      }
    };
  }
}
