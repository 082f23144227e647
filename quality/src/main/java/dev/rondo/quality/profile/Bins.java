package dev.rondo.quality.profile;

/// How a range is cut into bins: of numbers by a width of 1 or 5 times a power of ten, of times by
/// a unit of the calendar. It follows from the range alone, and the bins of a smaller range lie
/// whole in those of a larger one: that is why histograms of partitions can be added.
///
/// @param exponent numbers only: the width is `10^(exponent / 2)`, half steps times 5
record Bins(BinUnit unit, int exponent) {
  private static final int MOST_NUMBERS = 50;
  private static final int MOST_TIMES = 366;

  /// A value so near below an edge counts above it, for 0.29 * 100 is less than 29.
  private static final double NUDGE = 1e-7;

  /// Beyond this a number has no digits left for its bin.
  private static final double LARGEST_INDEX = 1L << 40;

  private static final int LEAST_EXPONENT = -600;

  static Bins ofNumbers(double min, double max, boolean isWhole) {
    double widest = Math.max(Math.abs(min), Math.abs(max));
    int exponent = isWhole ? 0 : start(max / MOST_NUMBERS - min / MOST_NUMBERS, widest);
    Bins bins = new Bins(BinUnit.NUMBER, exponent);
    while (!bins.fits(min, max, widest)) {
      bins = new Bins(BinUnit.NUMBER, bins.exponent + 1);
    }
    return bins;
  }

  /// An exponent that is surely small enough, not far below.
  private static int start(double width, double widest) {
    double least = Math.max(width, widest / LARGEST_INDEX);
    return least > 0 ? Math.max(LEAST_EXPONENT, 2 * (int) Math.floor(Math.log10(least)) - 2) : 0;
  }

  private boolean fits(double min, double max, double widest) {
    return widest * inverse() <= LARGEST_INDEX && index(max) - index(min) < MOST_NUMBERS;
  }

  static Bins ofTimes(double min, double max, boolean isDate) {
    for (BinUnit unit : BinUnit.values()) {
      boolean isFineEnough = unit.compareTo(isDate ? BinUnit.DAY : BinUnit.SECOND) >= 0;
      if (isFineEnough && unit.index(max) - unit.index(min) < MOST_TIMES) {
        return new Bins(unit, 0);
      }
    }
    return new Bins(BinUnit.CENTURY, 0);
  }

  double width() {
    return (exponent % 2 == 0 ? 1 : 5) * Math.pow(10, Math.floorDiv(exponent, 2));
  }

  private double inverse() {
    return exponent % 2 == 0
        ? Math.pow(10, -Math.floorDiv(exponent, 2))
        : Math.pow(10, -Math.floorDiv(exponent, 2)) / 5;
  }

  long index(double value) {
    return unit == BinUnit.NUMBER
        ? (long) Math.floor(value * inverse() + NUDGE)
        : unit.index(value);
  }

  /// SQL for the bin of a value: a DOUBLE, or a time.
  String sql(String value) {
    return unit == BinUnit.NUMBER
        ? "CAST(floor(%s * %s + %s) AS BIGINT)".formatted(value, exact(inverse()), exact(NUDGE))
        : unit.sql(value);
  }

  private static String exact(double number) {
    return "CAST('" + number + "' AS DOUBLE)";
  }

  /// The bin of these that holds a bin of finer ones.
  long index(Bins finer, long index) {
    if (unit != BinUnit.NUMBER) {
      return unit.index(finer.unit, index);
    }
    return Math.floorDiv(index, steps(finer));
  }

  private long steps(Bins finer) {
    long steps = 1;
    for (int e = finer.exponent; e < exponent; e++) {
      steps *= Math.floorMod(e, 2) == 0 ? 5 : 2;
    }
    return steps;
  }
}
