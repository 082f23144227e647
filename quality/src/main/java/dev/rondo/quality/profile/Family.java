package dev.rondo.quality.profile;

import java.util.Set;

/// How a column is looked at.
enum Family {
  /// Whole numbers that fit 64 bits.
  WHOLE,
  /// Decimals, and whole numbers of more bits.
  DECIMAL,
  /// Binary fractions, which know NaN and infinities.
  FLOAT,
  BOOLEAN,
  TEXT,
  /// Dates and times of day on a date.
  TIME,
  /// Lists, structs, blobs: told, and compared as text.
  OTHER;

  private static final Set<String> WHOLES =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER");
  private static final Set<String> LONG = Set.of("UBIGINT", "HUGEINT", "UHUGEINT");
  private static final Set<String> FLOATS = Set.of("FLOAT", "DOUBLE");
  private static final Set<String> TEXTS = Set.of("VARCHAR", "UUID");

  static Family of(String type) {
    if (type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP")) {
      return OTHER;
    } else if (WHOLES.contains(type)) {
      return WHOLE;
    } else if (LONG.contains(type) || type.startsWith("DECIMAL")) {
      return DECIMAL;
    } else if (FLOATS.contains(type)) {
      return FLOAT;
    } else if (type.equals("BOOLEAN")) {
      return BOOLEAN;
    } else if (TEXTS.contains(type) || type.startsWith("ENUM")) {
      return TEXT;
    }
    return type.equals("DATE") || type.startsWith("TIMESTAMP") ? TIME : OTHER;
  }

  boolean isNumber() {
    return this == WHOLE || this == DECIMAL || this == FLOAT;
  }
}
