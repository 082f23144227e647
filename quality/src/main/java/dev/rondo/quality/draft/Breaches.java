package dev.rondo.quality.draft;

import dev.rondo.kernel.Counted;
import java.util.List;
import java.util.function.Predicate;

/// How many rows of each new part break a rule, in the order of time.
record Breaches(List<Part> parts) {
  /// What at least one row in a hundred does is no slip.
  private static final double BROAD = 0.01;

  private static final double MOST = 0.5;

  Breaches {
    parts = List.copyOf(parts);
  }

  /// @param broken rows
  /// @param rows all
  record Part(long broken, long rows) {
    double share() {
      return rows == 0 ? 0 : (double) broken / rows;
    }
  }

  /// Whether anything is known.
  boolean isKnown() {
    return !parts.isEmpty();
  }

  boolean isAny() {
    return broken() > 0;
  }

  long broken() {
    return parts.stream().mapToLong(Part::broken).sum();
  }

  long rows() {
    return parts.stream().mapToLong(Part::rows).sum();
  }

  /// Whether breaches look like how the data are now: at least one row in a hundred of the newest
  /// part breaks the rule, and so it is in more than half of the parts.
  boolean areLasting() {
    return holds(part -> part.share() >= BROAD);
  }

  /// Whether more rows break the rule than keep it, in the newest part and in most.
  boolean areMost() {
    return holds(part -> part.share() > MOST);
  }

  private boolean holds(Predicate<Part> test) {
    return isKnown()
        && test.test(parts.getLast())
        && parts.stream().filter(test).count() * 2 > parts.size();
  }

  /// How large the share may well be, in the part with the most.
  double bound() {
    return parts.stream()
        .mapToDouble(part -> Wilson.upper(part.broken(), part.rows()))
        .max()
        .orElse(1);
  }

  /// `1,204 of 30,000 rows break it, 460 of 10,000 in the newest of 3`.
  String words() {
    Part newest = parts.getLast();
    return "%s of %s break it, %s of %s in the newest of %d parts"
        .formatted(
            Figures.count(broken()),
            Counted.of(rows(), "row"),
            Figures.count(newest.broken()),
            Figures.count(newest.rows()),
            parts.size());
  }
}
