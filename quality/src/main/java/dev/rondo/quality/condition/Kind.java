package dev.rondo.quality.condition;

import dev.rondo.data.ColumnType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Optional;

/// What values are to a comparison. A boolean is also the number 0 or 1.
public enum Kind {
  NUMBER,
  TEXT,
  TRUTH,
  /// Dates and times, without a zone; a date is its midnight.
  TIME;

  public static Kind of(ColumnType type) {
    return switch (type) {
      case BIGINT, DOUBLE -> NUMBER;
      case VARCHAR -> TEXT;
      case BOOLEAN -> TRUTH;
      case DATE, TIMESTAMP -> TIME;
    };
  }

  /// Empty for a value that compares with nothing.
  static Optional<Kind> of(Object value) {
    return switch (value) {
      case Number _ -> Optional.of(NUMBER);
      case String _ -> Optional.of(TEXT);
      case Boolean _ -> Optional.of(TRUTH);
      case LocalDate _, LocalDateTime _, OffsetDateTime _, Instant _ -> Optional.of(TIME);
      default -> Optional.empty();
    };
  }

  boolean isNumeric() {
    return this == NUMBER || this == TRUTH;
  }

  boolean comparesWith(Kind other) {
    return this == other || (isNumeric() && other.isNumeric());
  }

  String words() {
    return switch (this) {
      case NUMBER -> "numbers";
      case TEXT -> "text";
      case TRUTH -> "booleans";
      case TIME -> "dates or times";
    };
  }
}
