package dev.rondo.quality.draft;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Numbers in sentences and in contracts.
final class Figures {
  private static final MathContext SHORT = new MathContext(6);
  private static final BigDecimal LARGE = new BigDecimal("1e15");
  private static final BigDecimal SMALL = new BigDecimal("1e-9");

  private Figures() {}

  /// `17,379`.
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// Six digits, more of whole numbers.
  static String number(BigDecimal number) {
    BigDecimal size = number.abs();
    if (size.signum() != 0 && (size.compareTo(LARGE) >= 0 || size.compareTo(SMALL) < 0)) {
      return number.round(SHORT).toString();
    }
    BigDecimal shown = isWhole(number) ? number : number.round(SHORT);
    return String.format(Locale.ROOT, "%,." + Math.max(0, scale(shown)) + "f", shown);
  }

  private static int scale(BigDecimal number) {
    return number.stripTrailingZeros().scale();
  }

  private static boolean isWhole(BigDecimal number) {
    return number.signum() == 0 || scale(number) <= 0;
  }

  /// `0.23 %`, never 0 for what is more.
  static String percent(double share) {
    return number(ceiling(100 * share)) + " %";
  }

  /// Two digits, rounded up.
  static BigDecimal ceiling(double number) {
    return new BigDecimal(number).round(new MathContext(2, RoundingMode.CEILING));
  }

  /// As JSON: whole where it is so and fits.
  static JsonNode json(BigDecimal number) {
    boolean isLong = isWhole(number) && number.toBigInteger().bitLength() < Long.SIZE;
    return isLong
        ? JsonNodeFactory.instance.numberNode(number.longValueExact())
        : JsonNodeFactory.instance.numberNode(number.doubleValue());
  }

  /// `'a', 'b' and 'c'`.
  static String names(List<String> names) {
    List<String> quoted = names.stream().map(name -> "'" + name + "'").toList();
    return quoted.size() < 2
        ? String.join("", quoted)
        : quoted.stream().limit(quoted.size() - 1L).collect(Collectors.joining(", "))
            + " and "
            + quoted.getLast();
  }
}
