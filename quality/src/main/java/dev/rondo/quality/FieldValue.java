package dev.rondo.quality;

import dev.rondo.kernel.Timestamps;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// JSON values as values of columns: Long, Double, String, Boolean, LocalDate or LocalDateTime.
final class FieldValue {
  /// Stands for a value that is not there, or not of its type.
  static final Object NONE = new Object();

  private FieldValue() {}

  /// Reads a node that is not null.
  interface Reader {
    /// [#NONE] when the node is not of the type.
    Object read(JsonNode node);
  }

  static Reader reader(ContractColumn column) {
    if (!column.format().isEmpty()) {
      DateFormat format = DateFormat.find(column.format(), column.type()).orElseThrow();
      return node -> node.isString() ? orNone(format.parse(node.stringValue())) : NONE;
    }
    return switch (column.type()) {
      case VARCHAR -> node -> node.isString() ? node.stringValue() : NONE;
      case BOOLEAN -> node -> node.isBoolean() ? node.booleanValue() : NONE;
      case BIGINT -> FieldValue::whole;
      case DOUBLE -> FieldValue::finite;
      case DATE -> node -> node.isString() ? orNone(Values.date(node.stringValue())) : NONE;
      case TIMESTAMP ->
          node -> node.isString() ? orNone(Timestamps.parse(node.stringValue())) : NONE;
    };
  }

  private static Object orNone(Optional<?> value) {
    return value.isPresent() ? value.get() : NONE;
  }

  private static Object finite(JsonNode node) {
    if (!node.isNumber()) {
      return NONE;
    }
    double value = node.doubleValue();
    return Double.isFinite(value) ? (Object) value : NONE;
  }

  /// 3 and 3.0 are whole, 3.5 is not, nor is what a long cannot hold.
  private static Object whole(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.canConvertToLong() ? (Object) node.longValue() : NONE;
    }
    if (!node.isNumber()) {
      return NONE;
    }
    double value = node.doubleValue();
    return value == Math.rint(value) && Math.abs(value) < 0x1p63 ? (Object) (long) value : NONE;
  }
}
