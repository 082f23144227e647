package dev.rondo.quality.profile;

import dev.rondo.quality.profile.TextFacts.Pattern;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The shapes of texts, such as `AA-999`.
final class Shapes {
  static final Comparator<Pattern> MOST_FIRST =
      Comparator.comparingDouble(Pattern::share).reversed().thenComparing(Pattern::shape);

  private static final int LONGEST = 40;
  private static final double LEAST_SHARE = 0.01;

  /// Where no shape has so many texts, runs of letters are taken together.
  private static final double TELLING_SHARE = 0.1;

  private Shapes() {}

  /// The most frequent shapes of the texts, letter by letter, or by runs where those vary.
  static List<Pattern> of(SampleColumn column) {
    List<Pattern> exact = of(column, false);
    boolean isTelling = !exact.isEmpty() && exact.getFirst().share() >= TELLING_SHARE;
    return isTelling ? exact : of(column, true);
  }

  private static List<Pattern> of(SampleColumn column, boolean inRuns) {
    long[] counts = column.counts();
    long total = 0;
    Map<String, Long> shapes = new HashMap<>();
    for (int code = 0; code < counts.length; code++) {
      shapes.merge(shape(column.texts().get(code), inRuns), counts[code], Long::sum);
      total += counts[code];
    }
    double all = total;
    return shapes.entrySet().stream()
        .map(entry -> new Pattern(entry.getKey(), entry.getValue() / all))
        .filter(pattern -> pattern.share() >= LEAST_SHARE)
        .sorted(MOST_FIRST)
        .limit(TextFacts.MOST_PATTERNS)
        .toList();
  }

  static String shape(String text, boolean inRuns) {
    StringBuilder shape = new StringBuilder();
    int last = -1;
    boolean isRun = false;
    for (int i = 0; i < text.length() && shape.length() < LONGEST; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      int kind = kind(c);
      if (inRuns && kind == last && Character.isLetterOrDigit(kind)) {
        if (!isRun) {
          shape.append('+');
        }
        isRun = true;
      } else {
        shape.appendCodePoint(kind);
        isRun = false;
      }
      last = kind;
    }
    return shape.toString();
  }

  private static int kind(int c) {
    if (Character.isDigit(c)) {
      return '9';
    } else if (Character.isLetter(c)) {
      return Character.isUpperCase(c) ? 'A' : 'a';
    }
    return Character.isISOControl(c) ? ' ' : c;
  }
}
