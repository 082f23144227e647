package dev.rondo.quality;

import dev.rondo.quality.Expectation.Bound;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// One rule on one field.
///
/// @param breaks over a value of the field's type
/// @param ask what the value must be, as the end of a sentence
record FieldRule(Rule rule, String field, Kind kind, Predicate<Object> breaks, String ask) {

  /// What the rule looks at.
  enum Kind {
    PRESENCE,
    TYPE,
    VALUE
  }

  /// Whether one field alone can be judged by it.
  static boolean judges(Expectation expectation) {
    return switch (expectation) {
      case Expectation.OfType _, Expectation.NotNull _, Expectation.Range _ -> true;
      case Expectation.OneOf _, Expectation.Length _, Expectation.Matches _ -> true;
      case Expectation.Formatted _, Expectation.MultipleOf _ -> true;
      case Expectation.Unique _, Expectation.RowSql _ -> false;
      case Expectation.References _, Expectation.OfTable _ -> false;
    };
  }

  static FieldRule of(Rule rule, Expectation.OfRows expectation) {
    return switch (expectation) {
      case Expectation.OfType(String column, var type) ->
          new FieldRule(rule, column, Kind.TYPE, _ -> false, "must be " + Words.aValueOf(type));
      case Expectation.NotNull(String column) ->
          new FieldRule(rule, column, Kind.PRESENCE, _ -> false, "is missing");
      case Expectation.Range(String column, Optional<Bound> lower, Optional<Bound> upper) ->
          new FieldRule(
              rule,
              column,
              Kind.VALUE,
              value -> outside(value, lower, upper),
              "must be " + Sentences.range(lower, upper));
      case Expectation.OneOf(String column, List<Object> values) ->
          new FieldRule(
              rule,
              column,
              Kind.VALUE,
              noneOf(values),
              "must be one of " + Words.list(values, "or"));
      case Expectation.Length(String column, OptionalInt least, OptionalInt most) ->
          new FieldRule(
              rule,
              column,
              Kind.VALUE,
              value -> !fits((String) value, least.orElse(0), most.orElse(Integer.MAX_VALUE)),
              "must be " + Sentences.length(least, most) + " characters long");
      case Expectation.Matches(String column, String regex) ->
          new FieldRule(rule, column, Kind.VALUE, lacks(regex), "must match " + regex);
      case Expectation.Formatted(String column, TextFormat format) ->
          new FieldRule(
              rule, column, Kind.VALUE, lacks(format.pattern()), "must be " + format.words());
      case Expectation.MultipleOf(String column, double of) ->
          new FieldRule(
              rule,
              column,
              Kind.VALUE,
              value -> !isMultiple((Number) value, of),
              "must be a multiple of " + Words.of(of));
      case Expectation.Unique _, Expectation.RowSql _, Expectation.References _ ->
          throw new IllegalArgumentException("A single field is not judged by " + rule.id() + ".");
    };
  }

  private static Predicate<Object> lacks(String regex) {
    Pattern pattern = Pattern.compile(EcmaPattern.translated(regex));
    return value -> !pattern.matcher((String) value).find();
  }

  /// As [RowRules] says it in SQL.
  private static boolean isMultiple(Number value, double of) {
    if (value instanceof Long whole && of == Math.rint(of) && of < 0x1p63) {
      return whole % (long) of == 0;
    }
    double times = value.doubleValue() / of;
    return Math.abs(times - Math.rint(times)) <= 1e-9 * Math.max(1, Math.abs(times));
  }

  private static boolean outside(Object value, Optional<Bound> lower, Optional<Bound> upper) {
    return lower.isPresent() && !inside(Values.compare(value, lower.get().value()), lower.get())
        || upper.isPresent() && !inside(Values.compare(upper.get().value(), value), upper.get());
  }

  private static boolean inside(int order, Bound end) {
    return end.inclusive() ? order >= 0 : order > 0;
  }

  /// 0 and -0 are the same number, though not the same object.
  private static Predicate<Object> noneOf(List<Object> values) {
    Set<Object> set = new HashSet<>();
    values.forEach(value -> set.add(plain(value)));
    return value -> !set.contains(plain(value));
  }

  private static Object plain(Object value) {
    return value instanceof Double number ? (Object) (number + 0.0) : value;
  }

  private static boolean fits(String text, int least, int most) {
    int length = text.codePointCount(0, text.length());
    return length >= least && length <= most;
  }

  boolean broken(boolean isThere, Object value) {
    return switch (kind) {
      case PRESENCE -> !isThere;
      case TYPE -> isThere && value == FieldValue.NONE;
      case VALUE -> value != FieldValue.NONE && breaks.test(value);
    };
  }

  /// Names the field, its value and what would be right.
  String sentence(JsonNode value) {
    if (kind == Kind.PRESENCE) {
      return "'%s' is missing.".formatted(field);
    }
    String text = value.isString() ? Words.quoted(value.stringValue()) : shown(value);
    return "'%s' is %s, but %s.".formatted(field, text, ask);
  }

  private static String shown(JsonNode value) {
    if (value.isObject()) {
      return "an object";
    }
    return value.isArray() ? "a list" : value.toString();
  }
}
