package dev.rondo.quality.draft;

import dev.rondo.quality.profile.TextFacts;
import dev.rondo.quality.profile.TextFacts.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A regular expression for the shapes that nearly all texts of a column have.
///
/// @param share of the texts that were looked at
record Shape(String expression, String words, double share) {
  private static final int MOST_SHAPES = 3;
  private static final double LEAST_SHARE = 0.95;
  private static final double ALL = 1 - 1e-9;

  /// Shapes of so many characters may have been cut.
  private static final int LONGEST = 40;

  /// Empty when the shapes are many, or say too little.
  static Optional<Shape> of(TextFacts text) {
    List<Pattern> shapes = text.patterns().stream().limit(MOST_SHAPES).toList();
    double share = shapes.stream().mapToDouble(Pattern::share).sum();
    boolean isTelling =
        shapes.stream().allMatch(shape -> isTelling(shape.shape())) && !shapes.isEmpty();
    return isTelling && share >= LEAST_SHARE ? Optional.of(of(shapes, share)) : Optional.empty();
  }

  private static Shape of(List<Pattern> shapes, double share) {
    String expression =
        shapes.stream().map(shape -> expression(shape.shape())).collect(Collectors.joining("|"));
    return new Shape(
        shapes.size() == 1 ? "^" + expression + "$" : "^(" + expression + ")$",
        shapes.stream().map(Pattern::shape).collect(Collectors.joining(" or ")),
        share);
  }

  boolean isOfAll() {
    return share >= ALL;
  }

  /// A `+` may stand for more of the same, or for itself; a text of letters alone is a word.
  private static boolean isTelling(String shape) {
    return shape.codePointCount(0, shape.length()) < LONGEST
        && !shape.matches(".*[Aa9]\\+.*")
        && !shape.matches("[Aa ]*");
  }

  private static String expression(String shape) {
    StringBuilder expression = new StringBuilder();
    int[] kinds = shape.codePoints().toArray();
    for (int i = 0; i < kinds.length; ) {
      int end = i;
      while (end < kinds.length && kinds[end] == kinds[i]) {
        end++;
      }
      expression.append(part(kinds[i]));
      if (end - i > 1) {
        expression.append('{').append(end - i).append('}');
      }
      i = end;
    }
    return expression.toString();
  }

  /// As the profile tells characters apart: letters and digits of any script, and what cannot be
  /// printed as a space.
  private static String part(int kind) {
    return switch (kind) {
      case 'A' -> "\\p{Lu}";
      case 'a' -> "\\p{L}";
      case '9' -> "\\p{Nd}";
      case ' ' -> "[ \\p{Cc}]";
      default -> {
        String literal = Character.toString(kind);
        yield "\\^$.|?*+()[]{}/-".contains(literal) ? "\\" + literal : literal;
      }
    };
  }
}
