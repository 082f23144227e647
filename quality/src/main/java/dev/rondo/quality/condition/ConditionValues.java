package dev.rondo.quality.condition;

import dev.rondo.kernel.Timestamps;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Compares values as the SQL engine does.
final class ConditionValues {
  private ConditionValues() {}

  /// A literal's time, when it is compared with a time.
  static Optional<LocalDateTime> time(Object literal) {
    return literal instanceof String text
        ? Timestamps.parse(text).map(time -> time.truncatedTo(ChronoUnit.MICROS))
        : Optional.empty();
  }

  /// Compares two values of kinds that compare with each other.
  static int compare(Object left, Object right) {
    return switch (left) {
      case String a when right instanceof String b -> compareText(a, b);
      case Number _, Boolean _ -> compareNumbers(number(left), number(right));
      default -> moment(left).compareTo(moment(right));
    };
  }

  /// By code points, of which UTF-8 keeps the order and UTF-16 does not.
  private static int compareText(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      if (left.charAt(i) != right.charAt(i)) {
        return Integer.compare(rank(left.charAt(i)), rank(right.charAt(i)));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /// Surrogates stand for the characters behind all others.
  private static int rank(char unit) {
    return Character.isSurrogate(unit) ? unit + Character.MAX_VALUE : unit;
  }

  private static Number number(Object value) {
    return value instanceof Boolean flag ? (Number) (flag ? 1L : 0L) : (Number) value;
  }

  private static int compareNumbers(Number left, Number right) {
    if (isWhole(left) && isWhole(right)) {
      return Long.compare(left.longValue(), right.longValue());
    }
    double a = left.doubleValue();
    double b = right.doubleValue();
    return a < b ? -1 : a > b ? 1 : 0;
  }

  private static boolean isWhole(Number number) {
    return number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte;
  }

  private static LocalDateTime moment(Object value) {
    return switch (value) {
      case LocalDate date -> date.atStartOfDay();
      case LocalDateTime time -> time;
      case OffsetDateTime time -> time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
      case Instant time -> LocalDateTime.ofInstant(time, ZoneOffset.UTC);
      default -> throw new IllegalStateException("Not a time: " + value);
    };
  }
}
