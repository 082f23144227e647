package dev.rondo.quality.draft;

import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.Numbers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Between which limits the numbers of a column are expected.
///
/// The largest of n values is never the largest there can be: the next value is beyond it with a
/// chance of 1 in n + 1. How far beyond, the tail tells. A limit lies as far beyond the extreme as
/// the extreme lies beyond the quantile that cuts off the outermost hundredth. Where the density
/// falls exponentially, the extreme of n values lies s · ln(n / 100) beyond that quantile, s being
/// the scale of the tail, so that the same distance again is reached only by n / 100 times as many
/// values; where values end at a sharp edge, the rule of D. S. Robson and J. H. Whitlock
/// ("Estimation of a truncation point", 1964), which adds the distance of the two outermost values
/// to the extreme, is widened from two values to a hundredth of all. Of fewer than 1,000 values the
/// outermost twentieth is taken, of fewer than 200 the outermost quarter, so that ten values at
/// least tell of the tail; of fewer than 40 nothing is said. Where the outermost hundredth is one
/// value, that is the end. Where there are several profiles, the limit is at least as far off as
/// their extremes differ among each other. Limits do not cross 0 where no value does, and are
/// rounded outwards.
///
/// @param reason a whole sentence
record Limits(BigDecimal lower, BigDecimal upper, String reason) {
  private static final BigDecimal LEAST_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MOST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  /// Which part of the values makes the tail.
  private enum Tail {
    HUNDREDTH(1000, 0.01, 0.99),
    TWENTIETH(200, 0.05, 0.95),
    QUARTER(40, 0.25, 0.75);

    private final long fewest;
    private final double low;
    private final double high;

    Tail(long fewest, double low, double high) {
      this.fewest = fewest;
      this.low = low;
      this.high = high;
    }

    String words() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Tail> of(long values) {
      return List.of(values()).stream().filter(tail -> values >= tail.fewest).findFirst();
    }
  }

  /// Empty when the values are too few.
  static Optional<Limits> of(ColumnEvidence column, boolean isWhole) {
    Optional<Tail> tail = Tail.of(column.present());
    return tail.isEmpty()
        ? Optional.empty()
        : column.all().numbers().map(numbers -> of(column, numbers, tail.get(), isWhole));
  }

  private static Limits of(ColumnEvidence column, Numbers numbers, Tail tail, boolean isWhole) {
    BigDecimal least = column.least().orElseThrow();
    BigDecimal most = column.most().orElseThrow();
    double low = numbers.quantiles().at(tail.low);
    double high = numbers.quantiles().at(tail.high);
    BigDecimal below =
        BigDecimal.valueOf(low).subtract(least).max(differ(column, ColumnEvidence::least));
    BigDecimal above =
        most.subtract(BigDecimal.valueOf(high)).max(differ(column, ColumnEvidence::most));
    BigDecimal lower = outwards(least, below.max(BigDecimal.ZERO), isWhole, RoundingMode.FLOOR);
    BigDecimal upper = outwards(most, above.max(BigDecimal.ZERO), isWhole, RoundingMode.CEILING);
    Limits limits =
        new Limits(
            least.signum() >= 0 ? lower.max(BigDecimal.ZERO) : lower,
            most.signum() <= 0 ? upper.min(BigDecimal.ZERO) : upper,
            "");
    return limits.reasoned(column, tail, least, most);
  }

  /// By how much the ends of the profiles differ.
  private static BigDecimal differ(
      ColumnEvidence column, Function<ColumnProfile, Optional<BigDecimal>> end) {
    List<BigDecimal> ends =
        column.filled().stream()
            .map(part -> end.apply(part).orElse(null))
            .filter(Objects::nonNull)
            .toList();
    return ends.stream()
        .max(BigDecimal::compareTo)
        .orElse(BigDecimal.ZERO)
        .subtract(ends.stream().min(BigDecimal::compareTo).orElse(BigDecimal.ZERO));
  }

  /// The limit to two digits of the room that it leaves; an end without room stays exact.
  private static BigDecimal outwards(
      BigDecimal end, BigDecimal room, boolean isWhole, RoundingMode mode) {
    BigDecimal limit = mode == RoundingMode.CEILING ? end.add(room) : end.subtract(room);
    if (room.signum() == 0) {
      return limit;
    }
    int digits = room.scale() - room.precision() + 2;
    BigDecimal rounded = limit.setScale(isWhole ? Math.min(0, digits) : digits, mode);
    return isWhole ? rounded.max(LEAST_LONG).min(MOST_LONG) : rounded;
  }

  private Limits reasoned(ColumnEvidence column, Tail tail, BigDecimal least, BigDecimal most) {
    BigDecimal below = least.subtract(lower);
    BigDecimal above = upper.subtract(most);
    boolean isHard = below.signum() == 0 && above.signum() == 0;
    String room =
        isHard
            ? "so many are at both ends that these are taken for the limits"
            : "the limits leave %s below and %s above, about as far as the outermost %s spreads%s"
                .formatted(
                    Figures.number(below),
                    Figures.number(above),
                    tail.words(),
                    column.filled().size() > 1 ? " or the profiles differ" : "");
    String sign = least.signum() >= 0 && lower.signum() == 0 ? ", and none is negative" : "";
    return new Limits(
        lower,
        upper,
        "All %s values lie between %s and %s%s; %s."
            .formatted(
                Figures.count(column.present()),
                Figures.number(least),
                Figures.number(most),
                sign,
                room));
  }

  /// Whether they can stand in a contract: a number beyond all is no limit.
  boolean isFinite() {
    return Double.isFinite(lower.doubleValue()) && Double.isFinite(upper.doubleValue());
  }
}
