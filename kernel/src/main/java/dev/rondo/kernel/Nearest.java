package dev.rondo.kernel;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the known word that someone probably meant, to be told in a message.
public final class Nearest {
  private static final int MOST_WRONG = 3;
  private static final int MOST_NAMED = 10;
  private static final int LONGEST = 100;

  private Nearest() {}

  /// A sentence that there is no such thing, and what was meant or what there is.
  ///
  /// @param what the thing is, such as `column`
  public static String none(String what, String name, Collection<String> known) {
    return "There is no %s '%s'.".formatted(what, name) + choices(name, known);
  }

  /// ` Did you mean 'x'?`, or nothing when no word is near.
  public static String hint(String word, Collection<String> known) {
    return of(word, known).map(" Did you mean '%s'?"::formatted).orElse("");
  }

  /// The same, but when no word is near, what there is: ` Known: 'a', 'b'.`
  public static String choices(String word, Collection<String> known) {
    String hint = hint(word, known);
    if (!hint.isEmpty() || known.isEmpty()) {
      return hint;
    }
    String some =
        known.stream()
            .limit(MOST_NAMED)
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", ", " Known: ", ""));
    int more = known.size() - MOST_NAMED;
    return some + (more > 0 ? " and " + more + " more." : ".");
  }

  /// Near is a word of which at most half the letters are wrong, and at most three.
  private static Optional<String> of(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> Math.max(word.length(), candidate.length()) <= LONGEST)
        .filter(candidate -> distance(word, candidate) <= allowed(word, candidate))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  private static int allowed(String word, String candidate) {
    return Math.min(MOST_WRONG, Math.max(word.length(), candidate.length()) / 2);
  }

  /// Letters to insert, remove or replace (Levenshtein); the case of letters does not count.
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
