package dev.rondo.quality.profile;

import dev.rondo.quality.profile.Relation.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/// Relations between columns that hold on every row of the sample and are not there by their ranges
/// alone.
final class RelationFinder {
  static final double TOLERANCE = 1e-9;
  private static final int MOST_COLUMNS = 40;
  private static final int FEWEST_ROWS = 3;
  private static final int MIXES = 2;
  private static final double LEAST_BROKEN = 0.01;

  private final Sample sample;
  private final List<SampleColumn> numbers;
  private final List<SampleColumn> times;
  private final List<Found> found = new ArrayList<>();

  /// A relation between columns.
  record Found(Kind kind, List<SourceColumn> columns, double factor) {}

  RelationFinder(Sample sample, List<SourceColumn> columns) {
    this.sample = sample;
    this.numbers = changing(columns.stream().filter(SourceColumn::isNumber).toList());
    this.times = changing(columns.stream().filter(SourceColumn::isTime).toList());
  }

  private List<SampleColumn> changing(List<SourceColumn> columns) {
    return columns.stream()
        .map(sample::column)
        .filter(column -> column.distinct() > 1)
        .limit(MOST_COLUMNS)
        .toList();
  }

  List<Found> find() {
    if (sample.rows() >= FEWEST_ROWS) {
      pairs(numbers);
      pairs(times);
      triples(Kind.SUM, Double::sum);
      triples(Kind.PRODUCT, (a, b) -> a * b);
    }
    return found;
  }

  static boolean isNear(double left, double right) {
    return Math.abs(left - right) <= TOLERANCE * Math.max(1, Math.abs(right));
  }

  private void pairs(List<SampleColumn> columns) {
    for (int i = 0; i < columns.size(); i++) {
      for (int k = i + 1; k < columns.size(); k++) {
        pair(columns.get(i), columns.get(k));
      }
    }
  }

  private void pair(SampleColumn a, SampleColumn b) {
    if (holds(a, b, (x, y) -> x == y ? 1 : 0)) {
      add(Kind.EQUAL, 1, a, b);
      return;
    }
    double factor = a.source().isNumber() ? ratio(a, b) : 0;
    if (factor != 0) {
      add(Kind.RATIO, factor, a, b);
    } else if (holds(a, b, (x, y) -> x <= y ? 1 : 0) && isTelling(a, b)) {
      add(Kind.AT_MOST, 1, a, b);
    } else if (holds(a, b, (x, y) -> x >= y ? 1 : 0) && isTelling(b, a)) {
      add(Kind.AT_MOST, 1, b, a);
    }
  }

  private static boolean holds(SampleColumn a, SampleColumn b, DoubleBinaryOperator test) {
    int rows = 0;
    for (int i = 0; i < a.numbers().length; i++) {
      double x = a.numbers()[i];
      double y = b.numbers()[i];
      if (!Double.isNaN(x) && !Double.isNaN(y)) {
        if (test.applyAsDouble(x, y) == 0) {
          return false;
        }
        rows++;
      }
    }
    return rows >= FEWEST_ROWS;
  }

  /// What every value of b is of a's; 0 when there is no such factor.
  private static double ratio(SampleColumn a, SampleColumn b) {
    double most = 0;
    double factor = 0;
    for (int i = 0; i < a.numbers().length; i++) {
      double x = a.numbers()[i];
      if (Math.abs(x) > most && !Double.isNaN(b.numbers()[i])) {
        most = Math.abs(x);
        factor = rounded(b.numbers()[i] / x);
      }
    }
    double constant = factor;
    boolean isFound =
        constant != 0
            && Double.isFinite(constant)
            && holds(a, b, (x, y) -> isNear(x * constant, y) ? 1 : 0);
    return isFound ? constant : 0;
  }

  /// 12 digits: what division leaves behind those is not meant.
  private static double rounded(double factor) {
    return Double.isFinite(factor)
        ? new BigDecimal(factor).round(new MathContext(12)).doubleValue()
        : 0;
  }

  /// Whether rows of one mixed with other rows of the other would break the order: where the ranges
  /// hardly touch, it says nothing.
  private static boolean isTelling(SampleColumn a, SampleColumn b) {
    double[] left = a.numbers();
    double[] right = b.numbers();
    int broken = 0;
    for (int part = 1; part <= MIXES; part++) {
      int shift = Math.max(1, (int) ((long) left.length * part / (MIXES + 1)));
      for (int i = 0; i < left.length; i++) {
        broken += left[i] > right[(i + shift) % right.length] ? 1 : 0;
      }
    }
    return broken >= LEAST_BROKEN * MIXES * left.length;
  }

  private void triples(Kind kind, DoubleBinaryOperator operation) {
    int row = tellingRow();
    for (int i = 0; row >= 0 && i < numbers.size(); i++) {
      for (int k = i + 1; k < numbers.size(); k++) {
        for (SampleColumn c : numbers) {
          SampleColumn a = numbers.get(i);
          SampleColumn b = numbers.get(k);
          double made = operation.applyAsDouble(a.numbers()[row], b.numbers()[row]);
          boolean isDistinct = c != a && c != b;
          if (isDistinct && isNear(made, c.numbers()[row]) && holds(a, b, c, operation)) {
            add(kind, 1, a, b, c);
          }
        }
      }
    }
  }

  /// The row with the most values that are not 0: there is little chance of a relation in it.
  private int tellingRow() {
    int best = -1;
    int most = 0;
    for (int row = 0; row < sample.rows(); row++) {
      int at = row;
      int telling =
          (int)
              numbers.stream()
                  .mapToDouble(column -> column.numbers()[at])
                  .filter(number -> !Double.isNaN(number) && number != 0)
                  .count();
      if (telling > most) {
        most = telling;
        best = row;
      }
    }
    return best;
  }

  private static boolean holds(
      SampleColumn a, SampleColumn b, SampleColumn c, DoubleBinaryOperator operation) {
    int rows = 0;
    int telling = 0;
    for (int i = 0; i < a.numbers().length; i++) {
      double x = a.numbers()[i];
      double y = b.numbers()[i];
      double z = c.numbers()[i];
      if (!Double.isNaN(x) && !Double.isNaN(y) && !Double.isNaN(z)) {
        if (!isNear(operation.applyAsDouble(x, y), z)) {
          return false;
        }
        rows++;
        telling += z != x && z != y ? 1 : 0;
      }
    }
    return rows >= FEWEST_ROWS && telling >= FEWEST_ROWS;
  }

  private void add(Kind kind, double factor, SampleColumn... columns) {
    found.add(new Found(kind, Arrays.stream(columns).map(SampleColumn::source).toList(), factor));
  }
}
