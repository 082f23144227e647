package dev.rondo.quality.profile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the texts of a column are like.
///
/// @param count of texts
/// @param shortest in characters
/// @param patterns the most frequent shapes: `A` stands for a capital letter, `a` for any other,
///   `9` for a digit, `+` for more of the same; of the sample, when the table is large
public record TextFacts(
    long count, long shortest, long longest, long characters, List<Pattern> patterns) {
  static final int MOST_PATTERNS = 6;

  public TextFacts {
    patterns = List.copyOf(patterns);
  }

  /// @param share of the texts
  public record Pattern(String shape, double share) {}

  public double meanLength() {
    return count == 0 ? 0 : (double) characters / count;
  }

  TextFacts merge(TextFacts other) {
    return new TextFacts(
        count + other.count,
        Math.min(shortest, other.shortest),
        Math.max(longest, other.longest),
        characters + other.characters,
        mergePatterns(other));
  }

  private List<Pattern> mergePatterns(TextFacts other) {
    double total = count + other.count;
    Map<String, Double> shares = new HashMap<>();
    patterns.forEach(p -> shares.merge(p.shape(), p.share() * count / total, Double::sum));
    other.patterns.forEach(
        p -> shares.merge(p.shape(), p.share() * other.count / total, Double::sum));
    return shares.entrySet().stream()
        .map(entry -> new Pattern(entry.getKey(), entry.getValue()))
        .sorted(Shapes.MOST_FIRST)
        .limit(MOST_PATTERNS)
        .toList();
  }
}
