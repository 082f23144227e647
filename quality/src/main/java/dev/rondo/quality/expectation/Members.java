package dev.rondo.quality.expectation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A set of values as a column of some kind sees it: what none of its values can equal is left out;
/// equal numbers are one, whatever their form.
record Members(Set<Object> values) {
  /// From so many texts on, a set is better looked up once for each distinct value.
  private static final int FEW = 12;

  static Members of(List<JsonNode> given, Kind kind) {
    Set<Object> values = new LinkedHashSet<>();
    for (JsonNode json : given) {
      Scalars.of(json, kind).ifPresent(value -> values.add(canonical(value)));
    }
    return new Members(values);
  }

  /// One object for all equal values: whole numbers as Long where they fit.
  static Object canonical(Object value) {
    return switch (value) {
      case Double real when real == Math.rint(real) && Math.abs(real) < 9e15 -> real.longValue();
      case BigDecimal decimal -> canonical(decimal);
      case BigInteger whole when whole.bitLength() < 64 -> whole.longValue();
      default -> value;
    };
  }

  private static Object canonical(BigDecimal decimal) {
    BigDecimal plain = decimal.stripTrailingZeros();
    if (plain.scale() <= 0) {
      return canonical(plain.toBigIntegerExact());
    }
    double nearest = plain.doubleValue();
    return new BigDecimal(nearest).compareTo(plain) == 0 ? (Object) nearest : plain;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  boolean isLarge(BatchColumn column) {
    return values.size() > FEW && column.kind() == Kind.TEXT;
  }

  /// @param comparable a value in its comparable form
  boolean contains(Object comparable) {
    return values.contains(canonical(comparable));
  }

  /// `(1, 2)`.
  String sql() {
    return values.stream().map(Scalars::sql).collect(Collectors.joining(", ", "(", ")"));
  }
}
