package dev.rondo.quality.expectation;

import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.Parameter.Form;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A figure held against what it was in earlier runs.
final class HistoryExpectations {
  private static final String QUANTILE = "quantile";
  private static final List<String> FIGURES =
      List.of(
          "max",
          "min",
          "mean",
          "median",
          "stdev",
          "sum",
          "unique_value_count",
          "proportion_of_unique_values",
          "proportion_of_non_null_values",
          QUANTILE);

  private HistoryExpectations() {}

  static Stream<ExpectationType> types() {
    return Stream.of(usualRowCount(), usualFigure(), usualQuery(), usualResult());
  }

  private static ExpectationType usualRowCount() {
    return Watch.on(
            ExpectationType.named(
                "expect_table_row_count_to_be_usual",
                Family.TABLE,
                "The number of rows is not far from what it was in earlier runs."))
        .watches()
        .example("{\"season\": \"day_of_week\", \"direction\": \"down\"}")
        .judgedAsWhole((arguments, scope) -> usual(arguments, scope, rowCount(scope)));
  }

  private static ExpectationConfig rowCount(Scope scope) {
    return inner(scope, "expect_table_row_count_to_be_between", Json.object());
  }

  private static ExpectationType usualFigure() {
    return Watch.on(
            ExpectationType.named(
                    "expect_column_figure_to_be_usual",
                    Family.COLUMN_AGGREGATE,
                    "A figure of the column is not far from what it was in earlier runs.")
                .column()
                .takes(
                    Parameter.required("figure", Form.TEXT, "one of " + String.join(", ", FIGURES)),
                    Parameter.optional(
                        QUANTILE, Form.SHARE, "which, for the figure `quantile`, such as 0.95")))
        .requires(HistoryExpectations::figureMistake)
        .watches("figure", QUANTILE)
        .example("{\"column\": \"fare\", \"figure\": \"mean\", \"threshold\": 5}")
        .judgedAsWhole((arguments, scope) -> usual(arguments, scope, figure(arguments, scope)));
  }

  private static Optional<String> figureMistake(Arguments arguments) {
    String figure = arguments.text("figure");
    if (!FIGURES.contains(figure)) {
      return Optional.of(Nearest.none("figure", figure, FIGURES));
    }
    return figure.equals(QUANTILE) == arguments.has(QUANTILE)
        ? Optional.empty()
        : Optional.of("'quantile' says which one the figure quantile is, and nothing else.");
  }

  private static ExpectationConfig figure(Arguments arguments, Scope scope) {
    ObjectNode given = Json.object();
    given.put("column", arguments.text("column"));
    String figure = arguments.text("figure");
    if (figure.equals(QUANTILE)) {
      ObjectNode ranges = given.putObject("quantile_ranges");
      ranges.putArray("quantiles").add(arguments.number(QUANTILE));
      ranges.putArray("value_ranges").addArray().addNull().addNull();
      return inner(scope, "expect_column_quantile_values_to_be_between", given);
    }
    return inner(scope, "expect_column_" + figure + "_to_be_between", given);
  }

  private static ExpectationType usualQuery() {
    return Watch.on(
            ExpectationType.named(
                    "expect_query_result_to_be_usual",
                    Family.QUERY,
                    "The one number that a query answers is not far from what it was in earlier"
                        + " runs.")
                .takes(
                    Parameter.required(
                        "query", Form.TEXT, "answers one number; `{batch}` is the table")))
        .watches("query")
        .example("{\"query\": \"SELECT avg(fare / distance) FROM {batch}\"}")
        .judgedAsWhole((arguments, scope) -> {
          Metric answer =
              new Metric.Query(
                  "SELECT * FROM "
                      + QueryExpectations.bound(arguments.text("query"), scope, Json.object()));
          return Judgement.ask(
              List.of(answer), answers -> judge(arguments, scope, number(answers.rows(answer))));
        });
  }

  private static OptionalDouble number(List<Cells> rows) {
    if (rows.size() != 1 || rows.getFirst().size() != 1) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "The query must answer one row of one number, not %d rows of %d columns.",
          rows.size(),
          rows.isEmpty() ? 0 : rows.getFirst().size());
    }
    if (rows.getFirst().isMissing(0)) {
      return OptionalDouble.empty();
    }
    if (Scalars.comparable(rows.getFirst().value(0)) instanceof Number number) {
      return OptionalDouble.of(number.doubleValue());
    }
    throw Problem.of(
        ProblemCode.INVALID_DATA,
        "The query answers '%s', which is no number.",
        rows.getFirst().value(0));
  }

  private static ExpectationType usualResult() {
    return Watch.on(
            ExpectationType.named(
                    "expect_result_to_be_usual",
                    Family.TABLE,
                    "What another expectation observes, or the percentage of rows that are not as"
                        + " it expects, is not far from what it was in earlier runs.")
                .takes(
                    Parameter.required(
                        "expectation",
                        Form.OBJECT,
                        "its `type`, and its arguments as `kwargs`; its own verdict does not"
                            + " count")))
        .requires(arguments -> innerMistake(arguments.object("expectation")))
        .watches("expectation")
        .example(
            """
            {"direction": "up", "expectation":
              {"type": "expect_column_values_to_match_regex",
                "kwargs": {"column": "plate", "regex": "^[A-Z0-9]+$"}}}\
            """)
        .judgedAsWhole((arguments, scope) -> {
          Arguments other = arguments.inner().orElseThrow();
          return usual(arguments, scope, inner(scope, other.type().name(), other.given()));
        });
  }

  private static Optional<String> innerMistake(ObjectNode expectation) {
    String name = expectation.path("type").asString("");
    Optional<ExpectationType> type = Catalog.find(name);
    if (type.isEmpty()) {
      return Optional.of(
          Nearest.none(
              "expectation", name, Catalog.all().stream().map(ExpectationType::name).toList()));
    }
    if (type.get().watched().isPresent()) {
      return Optional.of(name + " looks at earlier runs itself.");
    }
    return type
        .get()
        .mistakes(expectation.path("kwargs") instanceof ObjectNode given ? given : Json.object())
        .stream()
        .map(mistake -> "In 'expectation': " + mistake.message())
        .findFirst();
  }

  private static ExpectationConfig inner(Scope scope, String name, ObjectNode given) {
    ExpectationConfig config = scope.config();
    return new ExpectationConfig(
        config.id(),
        new Arguments(Catalog.find(name).orElseThrow(), given),
        config.severity(),
        config.condition(),
        config.meta(),
        config.description());
  }

  private static Judgement usual(Arguments arguments, Scope scope, ExpectationConfig measured) {
    return scope
        .of(measured)
        .judge()
        .then(told -> judge(arguments, scope, number(told.result(), measured)));
  }

  private static Judgement judge(Arguments arguments, Scope scope, OptionalDouble value) {
    return value.isEmpty() || !Double.isFinite(value.getAsDouble())
        ? Watch.nothingMeasured()
        : Watch.of(arguments).judge(value.getAsDouble(), scope);
  }

  private static OptionalDouble number(ObjectNode result, ExpectationConfig measured) {
    JsonNode observed = result.path("observed_value");
    JsonNode values = observed.path("values");
    JsonNode value =
        observed.isMissingNode()
            ? result.path("unexpected_percent")
            : values.isArray() && values.size() == 1 ? values.get(0) : observed;
    if (value.isNumber()) {
      return OptionalDouble.of(value.doubleValue());
    }
    if (value.isNull()) {
      return OptionalDouble.empty();
    }
    throw Problem.of(
        ProblemCode.INVALID_DATA,
        "%s observes %s, which is no number.",
        measured.type().name(),
        value.isMissingNode() ? "nothing" : value);
  }
}
