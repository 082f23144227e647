package dev.rondo.quality.format;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Predicate;

/// The text that Python's `str` gives a value as pandas holds it: `1.0`, `1e+16`, `True`,
/// `2020-01-31 00:00:00`. Patterns and lengths are judged on this text. Thread-safe.
public final class PythonText {
  /// Python writes an exponent outside of these powers of ten.
  private static final int FIRST_EXPONENT = 16;

  private static final int LAST_EXPONENT = -5;

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
  private static final DateTimeFormatter NANOS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS");

  private PythonText() {}

  /// A value that is not null: text, a number, a boolean, a date or a time. Anything else is what
  /// its own `toString` says.
  public static String of(Object value) {
    return switch (value) {
      case String text -> text;
      case Boolean flag -> flag ? "True" : "False";
      case Double number -> real(number);
      case Float number -> real(number);
      case BigDecimal number -> number.toString();
      case LocalDateTime time -> time(time);
      case OffsetDateTime time -> time(time.toLocalDateTime()) + offset(time.getOffset());
      default -> value.toString();
    };
  }

  /// The length of that text in characters, of which an emoji is one.
  public static int length(Object value) {
    String text = of(value);
    return text.codePointCount(0, text.length());
  }

  private static String real(double value) {
    return Double.isFinite(value)
        ? finite(Double.toString(value), text -> Double.parseDouble(text) == value)
        : notFinite(value);
  }

  private static String real(float value) {
    return Float.isFinite(value)
        ? finite(Float.toString(value), text -> Float.parseFloat(text) == value)
        : notFinite(value);
  }

  private static String notFinite(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  private static String finite(String java, Predicate<String> isSame) {
    BigDecimal number = shortest(new BigDecimal(java).stripTrailingZeros(), isSame);
    String sign = java.startsWith("-") ? "-" : "";
    int exponent = number.signum() == 0 ? 0 : number.precision() - number.scale() - 1;
    if (exponent < FIRST_EXPONENT && exponent > LAST_EXPONENT) {
      String plain = number.abs().setScale(Math.max(1, number.scale())).toPlainString();
      return sign + plain;
    }
    return sign + scientific(number.unscaledValue().abs().toString(), exponent);
  }

  /// Java writes at least two digits; one may be enough.
  private static BigDecimal shortest(BigDecimal number, Predicate<String> isSame) {
    if (number.precision() != 2) {
      return number;
    }
    int scale = number.scale() - 1;
    BigDecimal rounded = number.setScale(scale, RoundingMode.HALF_EVEN);
    return isSame.test(rounded.toString()) ? rounded.stripTrailingZeros() : number;
  }

  private static String scientific(String digits, int exponent) {
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
  }

  private static String time(LocalDateTime time) {
    if (time.getNano() == 0) {
      return SECONDS.format(time);
    }
    return time.getNano() % 1000 == 0 ? MICROS.format(time) : NANOS.format(time);
  }

  private static String offset(ZoneOffset offset) {
    return offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId();
  }
}
