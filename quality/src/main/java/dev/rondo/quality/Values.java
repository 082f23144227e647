package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.kernel.Timestamps;
import dev.rondo.kernel.json.Fields;
import dev.rondo.quality.Expectation.Bound;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Values of columns as Java objects: Long, Double, String, Boolean, LocalDate, LocalDateTime.
final class Values {
  private static final int DATE_LENGTH = 10;

  private Values() {}

  /// One end of a range; empty, after a mistake, when it does not fit the column's type.
  static Optional<Object> bound(Fields fields, String key, ColumnType type) {
    if (!fields.has(key)) {
      return Optional.empty();
    }
    Optional<Object> bound = ordered(fields.raw(key), type);
    boolean hasRange = type != ColumnType.VARCHAR && type != ColumnType.BOOLEAN;
    fields.require(
        key,
        bound.isPresent(),
        hasRange ? Words.aValueOf(type) : "a column of numbers, dates or times");
    return bound;
  }

  private static Optional<Object> ordered(JsonNode node, ColumnType type) {
    return switch (type) {
      case BIGINT, DOUBLE -> number(node);
      case DATE -> Optional.of(node).filter(JsonNode::isString).flatMap(n -> date(n.stringValue()));
      case TIMESTAMP ->
          Optional.of(node)
              .filter(JsonNode::isString)
              .flatMap(n -> Timestamps.parse(n.stringValue()));
      case VARCHAR, BOOLEAN -> Optional.empty();
    };
  }

  private static Optional<Object> number(JsonNode node) {
    if (node.isIntegralNumber()) {
      return Optional.of(node.longValue());
    }
    return Optional.of(node)
        .filter(JsonNode::isNumber)
        .map(JsonNode::doubleValue)
        .filter(Double::isFinite)
        .map(number -> number);
  }

  /// The members of a value set, of the column's own type.
  static List<Object> members(Fields fields, String key, ColumnType type) {
    List<Object> members = new ArrayList<>();
    List<JsonNode> list = fields.list(key);
    fields.require(key, !list.isEmpty(), "a list of at least one value");
    for (int i = 0; i < list.size(); i++) {
      Optional<Object> member = member(list.get(i), type);
      member.ifPresent(members::add);
      if (member.isEmpty()) {
        fields.mistake(
            key,
            i,
            "%s does not fit the column, which holds %s."
                .formatted(list.get(i), Words.aValueOf(type)));
      }
    }
    return members;
  }

  private static Optional<Object> member(JsonNode node, ColumnType type) {
    return switch (type) {
      case VARCHAR -> Optional.of(node).filter(JsonNode::isString).map(JsonNode::stringValue);
      case BOOLEAN -> Optional.of(node).filter(JsonNode::isBoolean).map(JsonNode::booleanValue);
      case BIGINT -> Optional.of(node).filter(JsonNode::isIntegralNumber).map(JsonNode::longValue);
      case DOUBLE -> Optional.of(node).filter(JsonNode::isNumber).map(JsonNode::doubleValue);
      case DATE, TIMESTAMP -> ordered(node, type);
    };
  }

  /// Whether no value lies between the ends.
  static boolean isEmpty(Bound lower, Bound upper) {
    int order = compare(lower.value(), upper.value());
    return order > 0 || (order == 0 && !(lower.inclusive() && upper.inclusive()));
  }

  /// Compares two values of the same column as the SQL engine does.
  static int compare(Object left, Object right) {
    return switch (left) {
      case Long a when right instanceof Long b -> Long.compare(a, b);
      case Number a when right instanceof Number b -> compare(a.doubleValue(), b.doubleValue());
      case LocalDate a when right instanceof LocalDate b -> a.compareTo(b);
      case LocalDateTime a when right instanceof LocalDateTime b -> a.compareTo(b);
      default -> throw new IllegalStateException("These do not compare: " + left + " and " + right);
    };
  }

  /// 0 and -0 are equal, unlike in [Double#compare].
  private static int compare(double left, double right) {
    return left < right ? -1 : left > right ? 1 : 0;
  }

  static Optional<Object> date(String text) {
    try {
      return text.length() == DATE_LENGTH ? Optional.of(LocalDate.parse(text)) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// A positive number of a unit of time; empty when the unit is none. A month is 30 days, a year
  /// 365.
  static Optional<Duration> duration(double value, String unit) {
    long seconds =
        switch (unit) {
          case "y", "yr", "year", "years" -> 31_536_000;
          case "mo", "month", "months" -> 2_592_000;
          case "w", "wk", "week", "weeks" -> 604_800;
          case "d", "day", "days" -> 86_400;
          case "h", "hr", "hour", "hours" -> 3600;
          case "m", "min", "minute", "minutes" -> 60;
          case "s", "sec", "second", "seconds" -> 1;
          default -> 0;
        };
    return seconds == 0 || !(value > 0)
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(Math.round(value * seconds)));
  }
}
