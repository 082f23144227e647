package dev.rondo.quality.draft;

import dev.rondo.quality.profile.ColumnProfile;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The types that a contract gives columns.
enum ColumnKind {
  STRING("texts"),
  INTEGER("whole numbers"),
  NUMBER("numbers"),
  BOOLEAN("true or false"),
  DATE("dates"),
  TIMESTAMP("times");

  private static final Set<String> WHOLE =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER");
  private static final Set<String> LONG = Set.of("UBIGINT", "HUGEINT");
  private static final BigDecimal EXACT = BigDecimal.valueOf(1L << 53);

  /// How texts of dates are told in a contract; nothing for ISO 8601.
  static final Map<String, String> DATE_FORMATS =
      Map.of("uuuu-MM-dd", "", "uuuu/MM/dd", "yyyy/MM/dd");

  private final String words;

  ColumnKind(String words) {
    this.words = words;
  }

  /// The word in contracts.
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// `whole numbers`.
  String words() {
    return words;
  }

  boolean isNumber() {
    return this == INTEGER || this == NUMBER;
  }

  boolean isTime() {
    return this == DATE || this == TIMESTAMP;
  }

  /// Whether the engine had nothing to tell a type by.
  static boolean isUnknown(ColumnProfile column) {
    return column.counts().present() == 0 && Set.of("VARCHAR", "\"NULL\"").contains(engine(column));
  }

  private static String engine(ColumnProfile column) {
    return column.type().engine();
  }

  /// The type that holds the values of all parts; empty when there is none.
  static Optional<ColumnKind> of(ColumnEvidence column) {
    List<Optional<ColumnKind>> kinds =
        column.parts().stream().filter(part -> !isUnknown(part)).map(ColumnKind::of).toList();
    if (kinds.isEmpty()) {
      return Optional.of(STRING);
    }
    if (kinds.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    Set<ColumnKind> all = EnumSet.noneOf(ColumnKind.class);
    kinds.forEach(kind -> kind.ifPresent(all::add));
    return Optional.of(common(all));
  }

  private static ColumnKind common(Set<ColumnKind> all) {
    if (all.size() == 1) {
      return all.iterator().next();
    }
    return all.equals(EnumSet.of(INTEGER, NUMBER))
        ? NUMBER
        : all.equals(EnumSet.of(DATE, TIMESTAMP)) ? TIMESTAMP : STRING;
  }

  private static Optional<ColumnKind> of(ColumnProfile column) {
    String type = engine(column);
    if (type.equals("VARCHAR")) {
      return Optional.of(isDates(column) ? DATE : STRING);
    } else if (WHOLE.contains(type) || LONG.contains(type) && isExact(column)) {
      return Optional.of(INTEGER);
    } else if (LONG.contains(type) || Set.of("FLOAT", "DOUBLE").contains(type)) {
      return Optional.of(NUMBER);
    } else if (type.matches("DECIMAL\\([0-9,]+\\)")) {
      return Optional.of(NUMBER);
    } else if (type.equals("BOOLEAN")) {
      return Optional.of(BOOLEAN);
    } else if (type.equals("DATE")) {
      return Optional.of(DATE);
    }
    return type.startsWith("TIMESTAMP") && !type.endsWith("]")
        ? Optional.of(TIMESTAMP)
        : Optional.empty();
  }

  private static boolean isExact(ColumnProfile column) {
    return column
        .numbers()
        .filter(numbers -> Math.max(Math.abs(numbers.min()), numbers.max()) < EXACT.doubleValue())
        .isPresent();
  }

  /// Texts that are all dates, in a way that a contract can say.
  static boolean isDates(ColumnProfile column) {
    return column.type().logical().equals("date")
        && column.type().share() == 1
        && column.counts().empty() == 0
        && DATE_FORMATS.containsKey(column.type().format());
  }
}
