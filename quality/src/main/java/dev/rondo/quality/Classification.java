package dev.rondo.quality;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Which columns hold what not everyone may see, by the word that their contract has for them.
public final class Classification {
  private static final Set<String> HIDDEN =
      Set.of(
          "confidential",
          "restricted",
          "sensitive",
          "secret",
          "personal",
          "private",
          "pii",
          "phi",
          "spi");
  private static final int LONGEST = 40;

  private Classification() {}

  /// Whether values of this classification are masked wherever they are stored or shown as samples:
  /// `personal`, `highly-confidential`, `PII`.
  public static boolean hides(String classification) {
    return List.of(classification.toLowerCase(Locale.ROOT).split("[^a-z]+")).stream()
        .anyMatch(HIDDEN::contains);
  }

  /// The columns of a contract whose values are masked.
  public static Set<String> hidden(Contract contract) {
    return contract.columns().stream()
        .filter(column -> hides(column.classification()))
        .map(ContractColumn::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Hides what a value says and keeps its outline.
  public static String mask(String value) {
    StringBuilder masked = new StringBuilder();
    value
        .codePoints()
        .limit(LONGEST)
        .map(c -> Character.isLetterOrDigit(c) ? '*' : c)
        .forEach(masked::appendCodePoint);
    return masked.toString();
  }

  /// The same in SQL, so that no value leaves the engine.
  ///
  /// @param text an SQL expression
  static String maskSql(String text) {
    return "regexp_replace(left(%s, %d), '[\\p{L}\\p{N}]', '*', 'g')".formatted(text, LONGEST);
  }
}
