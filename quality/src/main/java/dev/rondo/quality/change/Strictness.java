package dev.rondo.quality.change;

import dev.rondo.quality.Comparison;
import dev.rondo.quality.Expectation;
import dev.rondo.quality.Expectation.Bound;
import dev.rondo.quality.Tolerance;
import java.time.chrono.ChronoLocalDate;
import java.time.chrono.ChronoLocalDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How one rule stands to an earlier one, by the data that keep them.
enum Strictness {
  /// The same data keep both.
  SAME,
  /// What keeps the later rule keeps the earlier one, but not the other way round.
  TIGHTER,
  /// What kept the earlier rule keeps the later one, but not the other way round.
  LOOSER,
  /// Neither, or nobody can tell.
  OTHER;

  Strictness and(Strictness more) {
    if (this == SAME || this == more) {
      return more;
    }
    return more == SAME ? this : OTHER;
  }

  /// From an order in which more is looser.
  private static Strictness of(int order) {
    return order == 0 ? SAME : order > 0 ? LOOSER : TIGHTER;
  }

  private static Strictness of(boolean isImplied, boolean implies) {
    return isImplied ? implies ? SAME : TIGHTER : implies ? LOOSER : OTHER;
  }

  static Strictness of(Expectation before, Expectation after) {
    if (before.equals(after)) {
      return SAME;
    }
    return switch (before) {
      case Expectation.Range a when after instanceof Expectation.Range b ->
          lower(a.lower(), b.lower()).and(upper(a.upper(), b.upper()));
      case Expectation.OneOf a when after instanceof Expectation.OneOf b ->
          sets(a.values(), b.values());
      case Expectation.Length a when after instanceof Expectation.Length b ->
          of(Integer.compare(a.least().orElse(0), b.least().orElse(0)))
              .and(
                  of(
                      Integer.compare(
                          b.most().orElse(Integer.MAX_VALUE), a.most().orElse(Integer.MAX_VALUE))));
      case Expectation.MultipleOf a when after instanceof Expectation.MultipleOf b ->
          of(isMultiple(b.of(), a.of()), isMultiple(a.of(), b.of()));
      case Expectation.Unique a when after instanceof Expectation.Unique b ->
          sets(a.columns(), b.columns());
      case Expectation.NoExtraColumns _ when after instanceof Expectation.NoExtraColumns -> SAME;
      case Expectation.RowCount a when after instanceof Expectation.RowCount b ->
          comparisons(a.comparison(), b.comparison());
      case Expectation.Query a
          when after instanceof Expectation.Query b && a.sql().equals(b.sql()) ->
          comparisons(a.comparison(), b.comparison());
      case Expectation.Breaches a
          when after instanceof Expectation.Breaches b
              && a.of().equals(b.of())
              && a.unit() == b.unit() ->
          comparisons(a.comparison(), b.comparison());
      case Expectation.RowCountChange a when after instanceof Expectation.RowCountChange b ->
          of(Double.compare(b.most(), a.most()));
      case Expectation.Freshness a
          when after instanceof Expectation.Freshness b && a.column().equals(b.column()) ->
          of(b.most().compareTo(a.most()));
      case Expectation.FromCatalog a when after instanceof Expectation.FromCatalog b ->
          isSame(a, b) ? SAME : OTHER;
      default -> OTHER;
    };
  }

  private static boolean isSame(Expectation.FromCatalog a, Expectation.FromCatalog b) {
    return a.config().type().equals(b.config().type())
        && a.config().condition().equals(b.config().condition())
        && a.config()
            .arguments()
            .given()
            .toString()
            .equals(b.config().arguments().given().toString());
  }

  private static Strictness sets(Collection<?> before, Collection<?> after) {
    Set<Object> a = new HashSet<>(before);
    Set<Object> b = new HashSet<>(after);
    return of(a.containsAll(b), b.containsAll(a));
  }

  private static boolean isMultiple(double number, double of) {
    double times = number / of;
    return Math.abs(times - Math.rint(times)) < 1e-9 && Math.rint(times) != 0;
  }

  private static Strictness lower(Optional<Bound> before, Optional<Bound> after) {
    return ends(before, after, -1);
  }

  private static Strictness upper(Optional<Bound> before, Optional<Bound> after) {
    return ends(before, after, 1);
  }

  /// @param outwards in which direction an end lets in more
  private static Strictness ends(Optional<Bound> before, Optional<Bound> after, int outwards) {
    if (before.isEmpty() || after.isEmpty()) {
      return of(before.isEmpty(), after.isEmpty());
    }
    int order = compare(after.get().value(), before.get().value()) * outwards;
    return order != 0
        ? of(order)
        : of(Boolean.compare(after.get().inclusive(), before.get().inclusive()));
  }

  private static int compare(Object left, Object right) {
    return switch (left) {
      case Long a when right instanceof Long b -> Long.compare(a, b);
      case Number a when right instanceof Number b ->
          Double.compare(a.doubleValue(), b.doubleValue());
      case ChronoLocalDate a when right instanceof ChronoLocalDate b -> a.compareTo(b);
      case ChronoLocalDateTime<?> a when right instanceof ChronoLocalDateTime<?> b ->
          a.compareTo(b);
      default -> left.toString().compareTo(right.toString());
    };
  }

  static Strictness of(Tolerance before, Tolerance after) {
    if (before.equals(after)) {
      return SAME;
    }
    if (before.equals(Tolerance.NONE) || after.equals(Tolerance.NONE)) {
      return after.equals(Tolerance.NONE) ? TIGHTER : LOOSER;
    }
    boolean areCounts = before.measure() == Tolerance.Measure.ROWS;
    if (areCounts != (after.measure() == Tolerance.Measure.ROWS)) {
      return OTHER;
    }
    return of(Double.compare(share(after), share(before)));
  }

  /// How much is tolerated: a number of rows, or a share of them.
  private static double share(Tolerance tolerance) {
    return switch (tolerance.measure()) {
      case ROWS -> tolerance.limit();
      case PERCENT -> tolerance.limit() / 100;
      case MOSTLY -> 1 - tolerance.limit();
    };
  }

  /// Numbers between two ends.
  private record Interval(double least, boolean hasLeast, double most, boolean hasMost) {
    boolean isWithin(Interval other) {
      boolean fitsBelow =
          least > other.least || least == other.least && (other.hasLeast || !hasLeast);
      boolean fitsAbove = most < other.most || most == other.most && (other.hasMost || !hasMost);
      return fitsBelow && fitsAbove;
    }
  }

  private static Strictness comparisons(Comparison before, Comparison after) {
    List<Interval> a = intervals(before);
    List<Interval> b = intervals(after);
    return of(areWithin(b, a), areWithin(a, b));
  }

  private static boolean areWithin(List<Interval> inner, List<Interval> outer) {
    return inner.stream().allMatch(each -> outer.stream().anyMatch(each::isWithin));
  }

  /// The numbers for which a comparison holds.
  private static List<Interval> intervals(Comparison comparison) {
    double end = Double.POSITIVE_INFINITY;
    double first = comparison.first();
    double second = comparison.second();
    return switch (comparison.operator()) {
      case BE -> List.of(new Interval(first, true, first, true));
      case NOT_BE ->
          List.of(new Interval(-end, false, first, false), new Interval(first, false, end, false));
      case BE_GREATER_THAN -> List.of(new Interval(first, false, end, false));
      case BE_GREATER_OR_EQUAL_TO -> List.of(new Interval(first, true, end, false));
      case BE_LESS_THAN -> List.of(new Interval(-end, false, first, false));
      case BE_LESS_OR_EQUAL_TO -> List.of(new Interval(-end, false, first, true));
      case BE_BETWEEN -> List.of(new Interval(first, false, second, false));
      case NOT_BE_BETWEEN ->
          List.of(new Interval(-end, false, first, true), new Interval(second, true, end, false));
    };
  }
}
