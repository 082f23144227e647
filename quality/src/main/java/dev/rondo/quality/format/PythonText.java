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
  /// Python writes an exponent outside of these bounds.
  private static final double SMALLEST_PLAIN = 1e-4;

  private static final double FIRST_EXPONENT = 1e16;

  /// NumPy's numbers of single precision have an exponent from here.
  private static final double FIRST_SINGLE_EXPONENT = 1e6;

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
    if (!Double.isFinite(value)) {
      return notFinite(value);
    }
    String java = Double.toString(value);
    BigDecimal number = shortest(java, text -> Double.parseDouble(text) == value);
    return finite(java, number, isPlain(Math.abs(value), FIRST_EXPONENT));
  }

  private static String real(float value) {
    if (!Float.isFinite(value)) {
      return notFinite(value);
    }
    String java = Float.toString(value);
    BigDecimal number = shortest(java, text -> Float.parseFloat(text) == value);
    return finite(java, number, isPlain(Math.abs(value), FIRST_SINGLE_EXPONENT));
  }

  private static boolean isPlain(double value, double firstExponent) {
    return value == 0 || (value >= SMALLEST_PLAIN && value < firstExponent);
  }

  private static String notFinite(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  private static String finite(String java, BigDecimal number, boolean isPlain) {
    String sign = java.startsWith("-") ? "-" : "";
    BigDecimal positive = number.abs();
    return isPlain
        ? sign + positive.setScale(Math.max(1, number.scale())).toPlainString()
        : sign + scientific(positive);
  }

  /// Java writes at least two digits; one may be enough.
  private static BigDecimal shortest(String java, Predicate<String> isSame) {
    BigDecimal number = new BigDecimal(java).stripTrailingZeros();
    if (number.precision() != 2) {
      return number;
    }
    BigDecimal rounded = number.setScale(number.scale() - 1, RoundingMode.HALF_EVEN);
    return isSame.test(rounded.toString()) ? rounded.stripTrailingZeros() : number;
  }

  private static String scientific(BigDecimal number) {
    String digits = number.unscaledValue().toString();
    int exponent = number.precision() - number.scale() - 1;
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
