package dev.rondo.quality.expectation;

import java.util.Locale;
import java.util.Set;

/// What sort of value a column holds, as verdicts tell them apart.
public enum Kind {
  INTEGER,
  REAL,
  DECIMAL,
  BOOLEAN,
  TEXT,
  DATE,
  TIMESTAMP,
  TIME,
  OTHER;

  private static final Set<String> INTEGERS =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT");

  /// The kind of a type of the engine, such as `DECIMAL(10,2)`.
  public static Kind of(String engineType) {
    String type = engineType.toUpperCase(Locale.ROOT);
    if (type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP")) {
      return OTHER;
    }
    if (INTEGERS.contains(type)) {
      return INTEGER;
    }
    if (type.startsWith("DECIMAL")) {
      return DECIMAL;
    }
    if (type.startsWith("TIMESTAMP")) {
      return TIMESTAMP;
    }
    return switch (type) {
      case "FLOAT", "DOUBLE" -> REAL;
      case "BOOLEAN" -> BOOLEAN;
      case "VARCHAR", "JSON", "UUID" -> TEXT;
      case "DATE" -> DATE;
      default -> type.startsWith("ENUM") ? TEXT : type.startsWith("TIME") ? TIME : OTHER;
    };
  }

  /// Whether sums and means can be taken; true and false count as 1 and 0.
  public boolean isNumeric() {
    return this == INTEGER || this == REAL || this == DECIMAL || this == BOOLEAN;
  }

  public boolean isTemporal() {
    return this == DATE || this == TIMESTAMP;
  }

  /// The kind that row conditions know it as.
  dev.rondo.quality.condition.Kind compared() {
    return switch (this) {
      case INTEGER, REAL, DECIMAL -> dev.rondo.quality.condition.Kind.NUMBER;
      case BOOLEAN -> dev.rondo.quality.condition.Kind.TRUTH;
      case DATE, TIMESTAMP -> dev.rondo.quality.condition.Kind.TIME;
      case TEXT, TIME, OTHER -> dev.rondo.quality.condition.Kind.TEXT;
    };
  }
}
