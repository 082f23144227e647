package dev.rondo.quality.profile;

import dev.rondo.quality.Classification;
import java.math.BigDecimal;
import java.util.Optional;

/// Where the values of a column lie.
///
/// @param min the least as text, cut when long; empty when there is none
/// @param kind of the values: how `min` and `max` compare
public record Spread(String min, String max, Kind kind, Histogram histogram, RowOrder order) {

  /// How values compare.
  public enum Kind {
    WHOLE,
    NUMBER,
    /// Times written alike, earliest first, and text.
    TEXT,
    /// Values without an order.
    NONE
  }

  boolean isWhole() {
    return kind == Kind.WHOLE;
  }

  /// @param who whose data it is
  Spread masked(PersonalData who) {
    Histogram shown = who.hidesFigures() ? Histogram.NONE : histogram;
    return new Spread(Classification.mask(min), Classification.mask(max), kind, shown, order);
  }

  Spread masked() {
    return new Spread(
        Classification.mask(min), Classification.mask(max), kind, Histogram.NONE, order);
  }

  private boolean isEmpty() {
    return min.isEmpty() && max.isEmpty();
  }

  /// @param wanted the bins of both ranges together
  Spread merge(Spread other, Optional<Bins> wanted) {
    if (isEmpty() && histogram.isEmpty()) {
      return other.withOrder(order.merge(other.order));
    } else if (other.isEmpty() && other.histogram.isEmpty()) {
      return withOrder(order.merge(other.order));
    }
    boolean isSame = kind == other.kind || (isNumber() && other.isNumber());
    if (!isSame) {
      return new Spread("", "", Kind.NONE, Histogram.NONE, RowOrder.NONE);
    }
    Histogram both =
        wanted.map(bins -> histogram.merge(other.histogram, bins)).orElse(Histogram.NONE);
    return new Spread(
        compare(min, other.min) <= 0 ? min : other.min,
        compare(max, other.max) >= 0 ? max : other.max,
        kind == other.kind ? kind : Kind.NUMBER,
        both,
        order.merge(other.order));
  }

  private boolean isNumber() {
    return kind == Kind.WHOLE || kind == Kind.NUMBER;
  }

  private Spread withOrder(RowOrder other) {
    return new Spread(min, max, kind, histogram, other);
  }

  private int compare(String left, String right) {
    if (isNumber() && isReadable(left) && isReadable(right)) {
      return new BigDecimal(left).compareTo(new BigDecimal(right));
    }
    return left.compareTo(right);
  }

  /// Masked numbers are not.
  private static boolean isReadable(String number) {
    return !number.isEmpty() && number.indexOf('*') < 0;
  }
}
