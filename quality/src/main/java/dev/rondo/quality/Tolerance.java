package dev.rondo.quality;

/// How many breaches a rule on rows puts up with. Within it nothing is quarantined; beyond it every
/// row that breaks the rule is.
public record Tolerance(Measure measure, double limit) {
  /// Not a single breach.
  public static final Tolerance NONE = new Tolerance(Measure.ROWS, 0);

  /// What the limit counts.
  public enum Measure {
    /// At most so many rows.
    ROWS,
    /// At most so many of a hundred of the judged rows.
    PERCENT,
    /// At least this share of the judged rows keeps the rule.
    MOSTLY
  }

  /// Whether so many breaches are put up with.
  ///
  /// @param judged the rows that the rule could judge: for most rules those whose value is not null
  public boolean allows(long breaches, long judged) {
    return breaches == 0
        || switch (measure) {
          case ROWS -> breaches <= limit;
          case PERCENT -> breaches * 100.0 / judged <= limit;
          case MOSTLY -> (double) (judged - breaches) / judged >= limit;
        };
  }

  boolean isNone() {
    return measure == Measure.ROWS && limit == 0;
  }
}
