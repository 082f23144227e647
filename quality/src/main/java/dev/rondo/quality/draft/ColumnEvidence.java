package dev.rondo.quality.draft;

import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.Numbers;
import dev.rondo.quality.profile.RowOrder;
import dev.rondo.quality.profile.Spread;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// What is known of a column.
///
/// @param all of all parts together
/// @param parts in the order of time
/// @param sampled how many rows were looked at one by one
record ColumnEvidence(ColumnProfile all, List<ColumnProfile> parts, long sampled) {
  private static final Set<RowOrder> RISING =
      Set.of(RowOrder.STRICTLY_INCREASING, RowOrder.INCREASING);

  ColumnEvidence {
    parts = List.copyOf(parts);
  }

  String name() {
    return all.name();
  }

  long rows() {
    return all.counts().rows();
  }

  boolean isSeenWhole() {
    return sampled == rows();
  }

  long present() {
    return all.counts().present();
  }

  /// Parts that have a value at all.
  List<ColumnProfile> filled() {
    return parts.stream().filter(part -> part.counts().present() > 0).toList();
  }

  /// The least value as a number; empty when there is none.
  Optional<BigDecimal> least() {
    return end(all, Numbers::min, Spread::min);
  }

  Optional<BigDecimal> most() {
    return end(all, Numbers::max, Spread::max);
  }

  static Optional<BigDecimal> least(ColumnProfile column) {
    return end(column, Numbers::min, Spread::min);
  }

  static Optional<BigDecimal> most(ColumnProfile column) {
    return end(column, Numbers::max, Spread::max);
  }

  /// Whole numbers are told to the last digit by their text alone.
  private static Optional<BigDecimal> end(
      ColumnProfile column, ToDoubleFunction<Numbers> rounded, Function<Spread, String> text) {
    return column
        .numbers()
        .map(numbers ->
            column.spread().kind() == Spread.Kind.WHOLE
                ? new BigDecimal(text.apply(column.spread()))
                : BigDecimal.valueOf(rounded.applyAsDouble(numbers)));
  }

  /// Whether values only grow, from row to row or from part to part: then new ones lie beyond all
  /// that were seen.
  boolean isRising() {
    List<ColumnProfile> filled = filled();
    return filled.size() == 1
        ? RISING.contains(filled.getFirst().spread().order())
        : filled.size() >= Evidence.ENOUGH_PARTS && areApart();
  }

  /// Whether each part begins above the end of the part before: then none shares a value with
  /// another.
  boolean areApart() {
    List<ColumnProfile> filled = filled();
    return IntStream.range(1, filled.size())
        .allMatch(i -> isBefore(filled.get(i - 1), filled.get(i)));
  }

  private static boolean isBefore(ColumnProfile earlier, ColumnProfile later) {
    if (earlier.time().isPresent() && later.time().isPresent()) {
      return earlier.time().get().lastSeconds() < later.time().get().firstSeconds();
    }
    if (most(earlier).isPresent() && least(later).isPresent()) {
      return most(earlier).get().compareTo(least(later).get()) < 0;
    }
    String end = earlier.spread().max();
    String start = later.spread().min();
    return isPlain(end) && isPlain(start) && end.compareTo(start) < 0;
  }

  /// Neither masked nor cut, and ordered alike by everyone.
  private static boolean isPlain(String text) {
    return text.matches("[A-Za-z0-9_:./ -]{1,100}");
  }
}
