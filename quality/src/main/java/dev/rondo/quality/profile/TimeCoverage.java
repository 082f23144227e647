package dev.rondo.quality.profile;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Which times a column covers.
///
/// @param first as text, as is `last`
/// @param firstSeconds since 1970, as is `lastSeconds`
/// @param steps between neighbouring distinct times
public record TimeCoverage(
    String first, String last, double firstSeconds, double lastSeconds, Steps steps) {

  /// The distances between neighbouring distinct times.
  ///
  /// @param typicalSeconds the most frequent; 0 when there is none
  /// @param typicalShare of all steps
  /// @param count of all steps
  /// @param gaps steps of more than one and a half times the typical, where half of all or more are
  ///   typical; 0 otherwise
  /// @param exact false for partitions put together, whose times may interleave
  /// @param longest the longest gaps, longest first
  public record Steps(
      double typicalSeconds,
      double typicalShare,
      long count,
      long gaps,
      boolean exact,
      List<Gap> longest) {
    static final Steps NONE = new Steps(0, 0, 0, 0, true, List.of());

    public Steps {
      longest = List.copyOf(longest);
    }

    Steps merge(Steps other) {
      long total = count + other.count;
      Steps main = Stream.of(this, other).max(BY_COUNT).orElseThrow();
      double typical = typicalShare * count + other.typicalShare * other.count;
      boolean isSame = typicalSeconds == other.typicalSeconds;
      double share = isSame ? typical : main.typicalShare * main.count;
      return new Steps(
          main.typicalSeconds,
          total == 0 ? 0 : share / total,
          total,
          gaps + other.gaps,
          false,
          Stream.concat(longest.stream(), other.longest.stream())
              .distinct()
              .sorted(Gap.LONGEST_FIRST)
              .limit(MOST_GAPS)
              .toList());
    }

    private static final Comparator<Steps> BY_COUNT =
        Comparator.comparingDouble((Steps steps) -> steps.typicalShare * steps.count)
            .thenComparingDouble(Steps::typicalSeconds);
  }

  /// Nothing between the two times.
  public record Gap(String from, String to, double seconds) {
    static final Comparator<Gap> LONGEST_FIRST =
        Comparator.comparingDouble(Gap::seconds).reversed().thenComparing(Gap::from);
  }

  static final int MOST_GAPS = 5;

  TimeCoverage merge(TimeCoverage other) {
    boolean isFirst = firstSeconds <= other.firstSeconds;
    boolean isLast = lastSeconds >= other.lastSeconds;
    return new TimeCoverage(
        isFirst ? first : other.first,
        isLast ? last : other.last,
        Math.min(firstSeconds, other.firstSeconds),
        Math.max(lastSeconds, other.lastSeconds),
        steps.merge(other.steps));
  }
}
