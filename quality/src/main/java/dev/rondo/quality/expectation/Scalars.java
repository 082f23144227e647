package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Single values: from the JSON of a suite to what a column of a kind compares with, to SQL, and
/// compared among each other as Python does. Whole numbers are Long or BigInteger, others Double or
/// BigDecimal; dates count as their first instant; times with an offset are taken to UTC.
final class Scalars {
  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXX][X]")
          .toFormatter(Locale.ROOT);

  private Scalars() {}

  /// A bound that values of the kind are compared with.
  ///
  /// @throws Problem `invalid-data` when the two cannot be compared
  static Object bound(JsonNode json, Kind kind) {
    return of(json, kind)
        .orElseThrow(() ->
            Problem.of(
                ProblemCode.INVALID_DATA,
                "%s cannot be compared with values of kind %s.",
                json,
                kind.name().toLowerCase(Locale.ROOT)));
  }

  /// The value as one that a column of the kind may hold; empty when none of them can equal it.
  static Optional<Object> of(JsonNode json, Kind kind) {
    return switch (kind) {
      case INTEGER, REAL, DECIMAL, BOOLEAN -> number(json);
      case TEXT -> json.isString() ? Optional.of(json.stringValue()) : Optional.empty();
      case DATE, TIMESTAMP -> json.isString() ? dateTime(json.stringValue()) : Optional.empty();
      case TIME -> json.isString() ? time(json.stringValue()) : Optional.empty();
      case OTHER -> Optional.empty();
    };
  }

  private static Optional<Object> number(JsonNode json) {
    if (json.isBoolean()) {
      return Optional.of(json.booleanValue() ? 1L : 0L);
    }
    if (json.isIntegralNumber()) {
      return Optional.of(
          json.canConvertToLong() ? (Object) json.longValue() : json.bigIntegerValue());
    }
    return json.isNumber() ? Optional.of(json.doubleValue()) : Optional.empty();
  }

  /// An ISO date or time of day and date, with or without an offset.
  static Optional<Object> dateTime(String text) {
    try {
      if (text.length() == 10) {
        return Optional.of(LocalDate.parse(text).atStartOfDay());
      }
      var parsed = DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      return Optional.of(
          parsed instanceof OffsetDateTime time
              ? time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
              : parsed);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Object> time(String text) {
    try {
      return Optional.of(LocalTime.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// A value in SQL, of the type that comparisons with a column of the kind need.
  static String sql(Object value) {
    return switch (value) {
      case Long number -> number.toString();
      case BigInteger number -> "CAST('" + number + "' AS HUGEINT)";
      case BigDecimal number -> number.toPlainString();
      case Double number -> "CAST('" + number + "' AS DOUBLE)";
      case Boolean flag -> flag.toString();
      case LocalDate date -> "DATE '" + date + "'";
      case LocalDateTime time ->
          "TIMESTAMP '" + time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME) + "'";
      case LocalTime time -> "TIME '" + time.format(DateTimeFormatter.ISO_LOCAL_TIME) + "'";
      default -> SqlSession.text(value.toString());
    };
  }

  /// A column's values in SQL as [#sql] literals are compared with them: true and false as numbers.
  static String comparable(BatchColumn column) {
    return column.kind() == Kind.BOOLEAN ? "CAST(" + column.sql() + " AS INTEGER)" : column.sql();
  }

  /// A value as it came, in the form that is compared: see the class.
  static Object comparable(Object value) {
    return switch (value) {
      case Boolean flag -> flag ? 1L : 0L;
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      case Float number -> number.doubleValue();
      case LocalDate date -> date.atStartOfDay();
      case OffsetDateTime time -> time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
      case Instant time -> LocalDateTime.ofInstant(time, ZoneOffset.UTC);
      default -> value;
    };
  }

  /// Whether a value counts as missing.
  static boolean isMissing(@Nullable Object value) {
    return value == null
        || value instanceof Double number && number.isNaN()
        || value instanceof Float single && single.isNaN();
  }

  /// Compares two comparable values.
  ///
  /// @throws Problem `invalid-data` when they are of kinds that have no order among each other
  static int compare(Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return compareNumbers(a, b);
    }
    if (left instanceof String a && right instanceof String b) {
      return compareTexts(a, b);
    }
    if (left instanceof LocalDateTime a && right instanceof LocalDateTime b) {
      return a.compareTo(b);
    }
    if (left instanceof LocalTime a && right instanceof LocalTime b) {
      return a.compareTo(b);
    }
    if (left.getClass() == right.getClass()) {
      return left.toString().compareTo(right.toString());
    }
    throw Problem.of(
        ProblemCode.INVALID_DATA, "'%s' and '%s' have no order among each other.", left, right);
  }

  private static int compareNumbers(Number a, Number b) {
    if (a instanceof Long left && b instanceof Long right) {
      return Long.compare(left, right);
    }
    if (isExact(a) && isExact(b)) {
      return exact(a).compareTo(exact(b));
    }
    double left = a.doubleValue();
    double right = b.doubleValue();
    return left < right ? -1 : left > right ? 1 : 0;
  }

  private static boolean isExact(Number number) {
    return number instanceof Long || number instanceof BigInteger || number instanceof BigDecimal;
  }

  private static BigDecimal exact(Number number) {
    return switch (number) {
      case BigDecimal decimal -> decimal;
      case BigInteger whole -> new BigDecimal(whole);
      default -> BigDecimal.valueOf(number.longValue());
    };
  }

  /// By code point, as Python and the engine do; Java's own order is by UTF-16 unit.
  private static int compareTexts(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean isLeftHigh = Character.isSurrogate(left);
        return isLeftHigh == Character.isSurrogate(right)
            ? Character.compare(left, right)
            : isLeftHigh ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /// Whether two comparable values are the same in Python's sense: numbers by value, all else only
  /// among its own kind.
  static boolean equal(Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return compareNumbers(a, b) == 0;
    }
    return left.equals(right);
  }

  /// Orders rows of values by their first difference; missing values first, unlike kinds as text.
  static int compareRows(Cells left, Cells right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = compareAny(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  static int compareAny(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return Boolean.compare(left != null, right != null);
    }
    Object a = comparable(left);
    Object b = comparable(right);
    boolean isSameKind = a instanceof Number && b instanceof Number || a.getClass() == b.getClass();
    return isSameKind && (a instanceof Number || a instanceof Comparable<?>)
        ? compare(a, b)
        : a.toString().compareTo(b.toString());
  }
}
