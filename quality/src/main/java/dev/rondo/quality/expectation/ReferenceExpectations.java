package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Durations;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.Parameter.Form;
import dev.rondo.quality.expectation.RowTest.Judged;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// A table held against what stands outside of it: another table of the same source, such as the
/// one before it, and the time.
final class ReferenceExpectations {
  private ReferenceExpectations() {}

  static Stream<ExpectationType> types() {
    return Stream.of(foreignKey(), recent(), rowCountChange(), sumChange());
  }

  private static Parameter otherTable() {
    return Parameter.required("other_table_name", Form.TEXT, "the other table");
  }

  private static ExpectationType foreignKey() {
    return ExpectationType.named(
            "expect_column_values_to_be_in_other_table",
            Family.COLUMN_VALUES,
            "Each value occurs in a column of another table.")
        .column()
        .takes(
            otherTable(),
            Parameter.optional(
                "other_column", Form.COLUMN, "its column; without it the one of the same name"))
        .mostly()
        .example(
            "{\"column\": \"zone\", \"other_table_name\": \"zones\", \"other_column\": \"id\"}")
        .judgedByRow((arguments, columns) -> {
          BatchColumn column = columns.column(arguments.text("column"));
          String other =
              SqlSession.name(arguments.optionalText("other_column").orElse(column.name()));
          return new RowTest(
              List.of(column.name()),
              Judged.ANY_PRESENT,
              new RowTest.ByTables(
                  "%s NOT IN (SELECT %s FROM %s WHERE %2$s IS NOT NULL)"
                      .formatted(
                          column.sql(),
                          other,
                          SqlSession.name(columns.table(arguments.text("other_table_name"))))));
        });
  }

  private static ExpectationType recent() {
    return ExpectationType.named(
            "expect_column_max_to_be_recent",
            Family.COLUMN_AGGREGATE,
            "The newest time is at most so old when the table is judged.")
        .column()
        .takes(
            Parameter.required(
                "max_age", Form.TEXT, "the age, such as `2d`, `12h` or an ISO 8601 duration"))
        .requires(arguments ->
            Durations.parse(arguments.text("max_age")).isPresent()
                ? Optional.empty()
                : Optional.of(
                    "'max_age' is '%s'; an age such as 2d, 12h or PT90M is needed."
                        .formatted(arguments.text("max_age"))))
        .example("{\"column\": \"pickup_datetime\", \"max_age\": \"2d\"}")
        .judgedAsWhole((arguments, scope) -> {
          BatchColumn column = temporal(scope.column(arguments.text("column")));
          Duration most = Durations.parse(arguments.text("max_age")).orElseThrow();
          Metric newest = scope.scalar("max(" + column.sql() + ")");
          return Judgement.ask(
              List.of(newest),
              answers -> {
                Optional<Object> value = answers.value(newest);
                boolean isRecent =
                    value.filter(time -> age(time, scope).compareTo(most) <= 0).isPresent();
                return new Judgement.Told(isRecent, Wire.observed(value.orElse(null)));
              });
        });
  }

  private static BatchColumn temporal(BatchColumn column) {
    if (!column.kind().isTemporal()) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "Column \"%s\" is of type %s, whose values have no age.",
          column.name(),
          column.engineType());
    }
    return column;
  }

  private static Duration age(Object time, Scope scope) {
    LocalDateTime utc = (LocalDateTime) Scalars.comparable(time);
    return Duration.between(utc.toInstant(ZoneOffset.UTC), scope.now().value());
  }

  // ---- Changes

  private static ExpectationType rowCountChange() {
    return ExpectationType.named(
            "expect_table_row_count_to_be_close_to_other_table",
            Family.TABLE,
            "The number of rows differs from that of another table, such as the one before, by at"
                + " most a share of that.")
        .takes(otherTable(), mostChange())
        .requires(ReferenceExpectations::changeMistake)
        .example("{\"other_table_name\": \"yesterday\", \"max_change\": 0.2}")
        .judgedAsWhole((arguments, scope) -> change(arguments, scope, "count(*)"));
  }

  private static ExpectationType sumChange() {
    return ExpectationType.named(
            "expect_column_sum_to_be_close_to_other_table",
            Family.COLUMN_AGGREGATE,
            "The sum differs from that of the same column of another table, such as the one before,"
                + " by at most a share of that.")
        .column()
        .takes(otherTable(), mostChange())
        .requires(ReferenceExpectations::changeMistake)
        .example("{\"column\": \"fare\", \"other_table_name\": \"yesterday\", \"max_change\": 0.2}")
        .judgedAsWhole((arguments, scope) ->
            change(
                arguments,
                scope,
                "coalesce(sum(%s), 0)"
                    .formatted(Scalars.comparable(scope.column(arguments.text("column"))))));
  }

  static Parameter mostChange() {
    return Parameter.required("max_change", Form.NUMBER, "the share, such as 0.2");
  }

  static Optional<String> changeMistake(Arguments arguments) {
    return arguments.number("max_change") >= 0
        ? Optional.empty()
        : Optional.of("'max_change' must be 0 or more.");
  }

  private static Judgement change(Arguments arguments, Scope scope, String aggregate) {
    String table = SqlSession.name(scope.table(arguments.text("other_table_name")));
    String figure = "SELECT CAST(%s AS DOUBLE) FROM %s";
    Metric here =
        new Metric.Query(
            figure.formatted(aggregate, scope.batch().sql()) + " WHERE " + scope.where());
    Metric there = new Metric.Query(figure.formatted(aggregate, table));
    return Judgement.ask(
        List.of(here, there),
        answers -> {
          double self = ((Number) answers.rows(here).getFirst().value(0)).doubleValue();
          double other = ((Number) answers.rows(there).getFirst().value(0)).doubleValue();
          ObjectNode result = Json.object();
          ObjectNode observed = result.putObject("observed_value");
          observed.set("self", Wire.of(self));
          observed.set("other", Wire.of(other));
          return new Judgement.Told(
              Math.abs(self - other) <= arguments.number("max_change") * Math.abs(other), result);
        });
  }
}
