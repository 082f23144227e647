package dev.rondo.quality.expectation;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.Metric.Interpolation;
import dev.rondo.quality.expectation.Parameter.Form;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One figure of a column, held against bounds. Missing values do not count; of a column without
/// values most figures do not exist, and then nothing is fulfilled.
final class AggregateExpectations {
  private static final Map<String, Interpolation> INTERPOLATIONS =
      Map.of(
          "linear", Interpolation.LINEAR,
          "lower", Interpolation.LOWER,
          "higher", Interpolation.HIGHER,
          "midpoint", Interpolation.MIDPOINT,
          "nearest", Interpolation.NEAREST);

  private AggregateExpectations() {}

  static Stream<ExpectationType> types() {
    return Stream.of(
        between("max", "The greatest value lies in a range.", Form.COMPARABLE, extreme("max")),
        between("min", "The least value lies in a range.", Form.COMPARABLE, extreme("min")),
        between("mean", "The arithmetic mean lies in a range.", Form.NUMBER, mean()),
        between(
            "median",
            "The median, of an even number of values the mean of the two in the middle, lies in a"
                + " range.",
            Form.COMPARABLE,
            median()),
        between(
            "stdev",
            "The standard deviation of a sample lies in a range; one value has none.",
            Form.NUMBER,
            deviation()),
        between("sum", "The sum, of no values 0, lies in a range.", Form.NUMBER, sum()),
        between(
            "unique_value_count",
            "The number of distinct values lies in a range.",
            Form.NUMBER,
            distinct((keys, _) -> keys)),
        between(
            "proportion_of_unique_values",
            "The number of distinct values, as a share of all values, lies in a range.",
            Form.SHARE,
            distinct((keys, values) -> values == 0 ? 0.0 : (double) keys / values)),
        between(
            "proportion_of_non_null_values",
            "The share of rows that have a value lies in a range.",
            Form.SHARE,
            present()),
        quantiles());
  }

  /// A figure on its way: what to measure, and what to make of it. No figure is empty.
  private interface Measure
      extends BiFunction<Scope, BatchColumn, Judgement.Figure<Optional<Object>>> {}

  private static ExpectationType between(String what, String summary, Form form, Measure measure) {
    String name = "expect_column_" + what + "_to_be_between";
    return ExpectationType.named(name, Family.COLUMN_AGGREGATE, summary)
        .column()
        .bounds(form)
        .strictBounds()
        .example("{\"column\": \"fare\", \"min_value\": 0, \"max_value\": 1}")
        .judgedAsWhole((arguments, scope) -> {
          BatchColumn column = scope.column(arguments.text("column"));
          var figure = measure.apply(scope, column);
          return Judgement.ask(
              figure.metrics(),
              answers -> {
                Optional<Object> value = figure.read().apply(answers);
                return new Judgement.Told(
                    value.filter(v -> isWithin(arguments, v)).isPresent(),
                    Wire.observed(value.orElse(null)));
              });
        });
  }

  /// Whether a figure lies between the arguments' bounds.
  static boolean isWithin(Arguments arguments, Object value) {
    Object comparable = Scalars.comparable(value);
    Kind kind = kindOf(comparable);
    if (arguments.has("min_value")) {
      int order = Scalars.compare(comparable, Scalars.bound(arguments.value("min_value"), kind));
      if (order < 0 || order == 0 && isStrict(arguments, "strict_min")) {
        return false;
      }
    }
    if (arguments.has("max_value")) {
      int order = Scalars.compare(comparable, Scalars.bound(arguments.value("max_value"), kind));
      return order < 0 || order == 0 && !isStrict(arguments, "strict_max");
    }
    return true;
  }

  private static boolean isStrict(Arguments arguments, String name) {
    return arguments.type().takes(name) && arguments.flag(name);
  }

  private static Kind kindOf(Object comparable) {
    return switch (comparable) {
      case Number _ -> Kind.REAL;
      case LocalDateTime _ -> Kind.TIMESTAMP;
      case LocalTime _ -> Kind.TIME;
      default -> Kind.TEXT;
    };
  }

  private static Judgement.Figure<Optional<Object>> figure(Metric metric) {
    return new Judgement.Figure<>(
        List.of(metric), answers -> answers.value(metric).filter(AggregateExpectations::isNumber));
  }

  private static boolean isNumber(Object value) {
    return !Scalars.isMissing(value);
  }

  private static Measure extreme(String function) {
    return (scope, column) -> figure(scope.scalar(function + "(" + column.sql() + ")"));
  }

  private static BatchColumn numeric(BatchColumn column, String figure) {
    if (!column.kind().isNumeric()) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "Column \"%s\" is of type %s, which has no %s.",
          column.name(),
          column.engineType(),
          figure);
    }
    return column;
  }

  private static Measure mean() {
    return (scope, column) ->
        figure(scope.scalar("avg(" + Scalars.comparable(numeric(column, "mean")) + ")"));
  }

  private static Measure median() {
    return (scope, column) -> {
      if (!column.kind().isNumeric() && !column.kind().isTemporal()) {
        numeric(column, "median");
      }
      return figure(new Metric.Quantile(column.name(), scope.where(), 0.5, Interpolation.LINEAR));
    };
  }

  private static Measure deviation() {
    return (scope, column) -> deviation(scope, numeric(column, "standard deviation"));
  }

  /// The standard deviation of a sample. Among infinite values there is none; the engine would end
  /// the whole statement.
  static Judgement.Figure<Optional<Object>> deviation(Scope scope, BatchColumn column) {
    String value = Scalars.comparable(column);
    if (column.kind() != Kind.REAL) {
      return figure(scope.scalar("stddev_samp(" + value + ")"));
    }
    Metric infinite = scope.scalar("count_if(isinf(" + value + "))");
    Metric deviation =
        scope.scalar("stddev_samp(CASE WHEN isfinite(%1$s) THEN %1$s END)".formatted(value));
    return new Judgement.Figure<>(
        List.of(infinite, deviation),
        answers ->
            answers.count(infinite) > 0
                ? Optional.empty()
                : answers.value(deviation).filter(AggregateExpectations::isNumber));
  }

  private static Measure sum() {
    return (scope, column) -> {
      Metric sum = scope.scalar("sum(" + Scalars.comparable(numeric(column, "sum")) + ")");
      return new Judgement.Figure<>(
          List.of(sum),
          answers ->
              Optional.of(answers.value(sum).orElse(0L)).filter(AggregateExpectations::isNumber));
    };
  }

  private static Measure distinct(BiFunction<Long, Long, Object> make) {
    return (scope, column) -> {
      Metric values = scope.scalar("count(" + column.sql() + ")");
      Metric repeats =
          new Metric.Repeats(
              new Metric.Key(
                  List.of(column.name()), RowTest.Judged.ANY_PRESENT.sql(List.of(column.name()))),
              scope.where());
      return new Judgement.Figure<>(
          List.of(values, repeats),
          answers ->
              Optional.of(
                  make.apply(
                      answers.as(repeats, KeyPass.Repeated.class).keys(), answers.count(values))));
    };
  }

  private static Measure present() {
    return (scope, column) -> {
      Metric rows = scope.scalar("count(*)");
      Metric values = scope.scalar("count(" + column.sql() + ")");
      return new Judgement.Figure<>(
          List.of(rows, values),
          answers ->
              Optional.of(
                  answers.count(rows) == 0
                      ? 0.0
                      : (double) answers.count(values) / answers.count(rows)));
    };
  }

  // ---- Quantiles

  private static ExpectationType quantiles() {
    return ExpectationType.named(
            "expect_column_quantile_values_to_be_between",
            Family.COLUMN_AGGREGATE,
            "Each of several quantiles lies in its range, or within a ten-thousandth of an end.")
        .column()
        .takes(
            Parameter.required(
                "quantile_ranges",
                Form.OBJECT,
                "`quantiles`, a list of shares, and `value_ranges`, as many pairs of ends, null for"
                    + " none"),
            Parameter.optional(
                "allow_relative_error",
                Form.ANY,
                false,
                "false, or how a quantile between two values is found: linear, lower, higher,"
                    + " midpoint or nearest"))
        .requires(AggregateExpectations::rangeMistake)
        .example(
            """
            {"column": "fare", "quantile_ranges":
              {"quantiles": [0.05, 0.5], "value_ranges": [[2, 4], [null, 12]]}}\
            """)
        .judgedAsWhole(AggregateExpectations::judgeQuantiles);
  }

  private static Optional<String> rangeMistake(Arguments arguments) {
    ObjectNode ranges = arguments.object("quantile_ranges");
    JsonNode quantiles = ranges.path("quantiles");
    JsonNode values = ranges.path("value_ranges");
    if (!quantiles.isArray() || !values.isArray() || quantiles.size() != values.size()) {
      return Optional.of("'quantiles' and 'value_ranges' must be lists of the same length.");
    }
    for (JsonNode quantile : quantiles) {
      if (!Form.SHARE.admits(quantile)) {
        return Optional.of("The quantile %s is not a number from 0 to 1.".formatted(quantile));
      }
    }
    for (JsonNode range : values) {
      if (!range.isArray() || range.size() != 2) {
        return Optional.of("The range %s is not a pair of ends.".formatted(range));
      }
      if (range.get(0).isNumber()
          && range.get(1).isNumber()
          && range.get(0).doubleValue() > range.get(1).doubleValue()) {
        return Optional.of("The range %s begins after its end.".formatted(range));
      }
    }
    String name =
        arguments.value("allow_relative_error").asString("false").toLowerCase(Locale.ROOT);
    return name.equals("false") || name.equals("true") || INTERPOLATIONS.containsKey(name)
        ? Optional.empty()
        : Optional.of(
            "'allow_relative_error' is '%s'; it must be false, linear, lower, higher, midpoint or"
                    .formatted(name)
                + " nearest.");
  }

  private static Judgement judgeQuantiles(Arguments arguments, Scope scope) {
    BatchColumn column = scope.column(arguments.text("column"));
    Interpolation interpolation =
        INTERPOLATIONS.getOrDefault(
            arguments.value("allow_relative_error").asString(""), Interpolation.NEAREST);
    ObjectNode ranges = arguments.object("quantile_ranges");
    List<Metric> metrics = new ArrayList<>();
    ranges
        .path("quantiles")
        .forEach(share ->
            metrics.add(
                new Metric.Quantile(
                    column.name(), scope.where(), share.doubleValue(), interpolation)));
    return Judgement.ask(
        metrics, answers -> quantileVerdict(ranges, metrics.stream().map(answers::value).toList()));
  }

  private static Judgement quantileVerdict(ObjectNode ranges, List<Optional<Object>> values) {
    ArrayNode details = Json.array();
    boolean isEachWithin = true;
    for (int i = 0; i < values.size(); i++) {
      JsonNode range = ranges.path("value_ranges").get(i);
      boolean isWithin =
          values.get(i).filter(value -> isNearRange(value, range.get(0), range.get(1))).isPresent();
      details.add(isWithin);
      isEachWithin &= isWithin;
    }
    ObjectNode observed = Json.object();
    observed.set("quantiles", ranges.path("quantiles"));
    observed.set("values", Wire.list(values.stream().map(v -> v.orElse(null)).toList()));
    ObjectNode result = Json.object();
    result.set("observed_value", observed);
    result.putObject("details").set("success_details", details);
    return new Judgement.Told(isEachWithin, result);
  }

  private static boolean isNearRange(Object value, JsonNode low, JsonNode high) {
    Object comparable = Scalars.comparable(value);
    Kind kind = kindOf(comparable);
    Function<JsonNode, Object> bound = end -> Scalars.bound(end, kind);
    boolean isAbove = low.isNull() || Scalars.compare(comparable, bound.apply(low)) >= 0;
    boolean isBelow = high.isNull() || Scalars.compare(comparable, bound.apply(high)) <= 0;
    return isAbove && isBelow || isClose(comparable, low) || isClose(comparable, high);
  }

  private static boolean isClose(Object value, JsonNode end) {
    return value instanceof Number number
        && end.isNumber()
        && Math.abs(number.doubleValue() - end.doubleValue())
            <= 1e-8 + 1e-4 * Math.abs(end.doubleValue());
  }
}
