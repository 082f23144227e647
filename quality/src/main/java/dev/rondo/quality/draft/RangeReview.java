package dev.rondo.quality.draft;

import dev.rondo.data.ColumnType;
import dev.rondo.quality.Expectation;
import dev.rondo.quality.Expectation.Bound;
import dev.rondo.quality.Rule;
import dev.rondo.quality.draft.Proposal.Kind;
import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.Numbers;
import dev.rondo.quality.profile.Quantiles;
import java.math.BigDecimal;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Looks at the limits of a column of numbers.
record RangeReview(Review review, Rule rule, RulePlace place, ColumnEvidence column) {
  private static final long ENOUGH_VALUES = 1000;

  /// By J. W. Tukey, what lies further outside the middle half than three times its width is far
  /// out.
  private static final double FAR_OUT = 3;

  void look(Expectation.Range range, Breaches counted) {
    Optional<BigDecimal> lower = range.lower().flatMap(RangeReview::number);
    Optional<BigDecimal> upper = range.upper().flatMap(RangeReview::number);
    boolean hasNumbers = column.all().numbers().isPresent();
    if (lower.isEmpty() && upper.isEmpty() || !hasNumbers || !place.isOurs()) {
      return;
    }
    Breaches breaches = counted.isKnown() ? counted : estimated(lower, upper);
    boolean isBelow = lower.isPresent() && column.least().orElseThrow().compareTo(lower.get()) < 0;
    boolean isAbove = upper.isPresent() && column.most().orElseThrow().compareTo(upper.get()) > 0;
    boolean isKept =
        breaches.parts().stream()
            .allMatch(part -> rule.tolerance().allows(part.broken(), part.rows()));
    if (!isKept) {
      loosen(breaches, isBelow, isAbove);
    } else if (!isBelow && !isAbove && column.present() >= ENOUGH_VALUES) {
      tighten(lower, upper);
    }
  }

  private static Optional<BigDecimal> number(Bound bound) {
    return bound.value() instanceof Number number
        ? Optional.of(new BigDecimal(number.toString()))
        : Optional.empty();
  }

  /// How many values lie beyond, as far as quantiles tell.
  private Breaches estimated(Optional<BigDecimal> lower, Optional<BigDecimal> upper) {
    return new Breaches(
        column.parts().stream()
            .map(part -> new Breaches.Part(beyond(part, lower, upper), part.counts().rows()))
            .toList());
  }

  private static long beyond(
      ColumnProfile part, Optional<BigDecimal> lower, Optional<BigDecimal> upper) {
    if (part.numbers().isEmpty()) {
      return 0;
    }
    Numbers numbers = part.numbers().get();
    double low = lower.map(BigDecimal::doubleValue).orElse(Double.NEGATIVE_INFINITY);
    double high = upper.map(BigDecimal::doubleValue).orElse(Double.POSITIVE_INFINITY);
    double share = 0;
    for (double at : Quantiles.SHARES) {
      double value = numbers.quantiles().at(at);
      share = value < low ? Math.max(share, at) : value > high ? Math.max(share, 1 - at) : share;
    }
    long least = numbers.min() < low || numbers.max() > high ? 1 : 0;
    return Math.max(least, Math.round(share * part.counts().present()));
  }

  private void loosen(Breaches breaches, boolean isBelow, boolean isAbove) {
    Optional<Limits> limits = limits();
    if (!breaches.areLasting() || limits.isEmpty()) {
      review.note(
          "%s: %s; the values go from %s to %s. So few, or so short a time, change no limit; look at them.",
          rule.id(),
          breaches.words(),
          Figures.number(column.least().orElseThrow()),
          Figures.number(column.most().orElseThrow()));
    } else if (isFarOut(isBelow, isAbove)) {
      review.note(
          "%s: %s; they lie far from all others, at %s or %s, as mistakes and codes do. Look at them.",
          rule.id(),
          breaches.words(),
          Figures.number(column.least().orElseThrow()),
          Figures.number(column.most().orElseThrow()));
    } else {
      propose(
          Kind.LOOSEN,
          isBelow ? Optional.of(limits.get().lower()) : Optional.empty(),
          isAbove ? Optional.of(limits.get().upper()) : Optional.empty(),
          breaches.words() + ". " + limits.get().reason());
    }
  }

  private Optional<Limits> limits() {
    boolean isWhole =
        review
            .contract()
            .column(column.name())
            .filter(one -> one.type() == ColumnType.BIGINT)
            .isPresent();
    return Limits.of(column, isWhole).filter(Limits::isFinite);
  }

  /// Whether the outermost hundredth of the newest values is far from the middle half.
  private boolean isFarOut(boolean isBelow, boolean isAbove) {
    Optional<Numbers> numbers =
        column.filled().isEmpty() ? Optional.empty() : column.filled().getLast().numbers();
    if (numbers.isEmpty()) {
      return true;
    }
    Quantiles quantiles = numbers.get().quantiles();
    double width = FAR_OUT * (quantiles.at(0.75) - quantiles.at(0.25));
    return isBelow && quantiles.at(0.01) < quantiles.at(0.25) - width
        || isAbove && quantiles.at(0.99) > quantiles.at(0.75) + width;
  }

  /// An end that leaves more free than all that a draft would allow.
  private void tighten(Optional<BigDecimal> lower, Optional<BigDecimal> upper) {
    Optional<Limits> limits = column.isRising() ? Optional.empty() : limits();
    if (limits.isEmpty()) {
      return;
    }
    BigDecimal width = limits.get().upper().subtract(limits.get().lower());
    Optional<BigDecimal> newLower =
        lower
            .filter(end -> limits.get().lower().subtract(end).compareTo(width) > 0)
            .map(_ -> limits.get().lower());
    Optional<BigDecimal> newUpper =
        upper
            .filter(end -> end.subtract(limits.get().upper()).compareTo(width) > 0)
            .map(_ -> limits.get().upper());
    if (newLower.isPresent() || newUpper.isPresent()) {
      propose(Kind.TIGHTEN, newLower, newUpper, limits.get().reason());
    }
  }

  private void propose(
      Kind kind, Optional<BigDecimal> lower, Optional<BigDecimal> upper, String reason) {
    review.propose(
        kind,
        rule,
        place,
        reason,
        owner -> {
          ObjectNode ends = RulePlace.ends(owner);
          lower.ifPresent(end -> put(ends, "minimum", "exclusiveMinimum", end));
          upper.ifPresent(end -> put(ends, "maximum", "exclusiveMaximum", end));
        });
  }

  private static void put(ObjectNode ends, String key, String exclusive, BigDecimal end) {
    ends.remove(exclusive);
    ends.set(key, Figures.json(end));
  }
}
