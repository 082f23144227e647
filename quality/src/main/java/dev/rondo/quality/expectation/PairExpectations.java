package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.Parameter.Form;
import dev.rondo.quality.expectation.RowTest.BySql;
import dev.rondo.quality.expectation.RowTest.Judged;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What two columns must be to each other in each row.
final class PairExpectations {
  private static final Map<String, Judged> IGNORED =
      Map.of(
          "both_values_are_missing", Judged.ANY_PRESENT,
          "either_value_is_missing", Judged.ALL_PRESENT,
          "neither", Judged.ALWAYS);

  private PairExpectations() {}

  static Stream<ExpectationType> types() {
    return Stream.of(
        named("values_a_to_be_greater_than_b", "The first value is greater than the second.")
            .takes(Parameter.optional("or_equal", Form.FLAG, false, "whether they may be equal"))
            .example("{\"column_A\": \"dropoff\", \"column_B\": \"pickup\", \"or_equal\": true}")
            .judgedByRow(PairExpectations::greater),
        named("values_to_be_equal", "Both values are the same.")
            .example("{\"column_A\": \"billed\", \"column_B\": \"paid\"}")
            .judgedByRow(PairExpectations::equal),
        named("values_to_be_in_set", "Both values together are one of a set of pairs.")
            .takes(Parameter.required("value_pairs_set", Form.PAIRS, "the pairs"))
            .example(
                """
                {"column_A": "country", "column_B": "currency",
                  "value_pairs_set": [["DE", "EUR"], ["US", "USD"]]}\
                """)
            .judgedByRow(PairExpectations::membership));
  }

  private static ExpectationType.Builder named(String what, String summary) {
    return ExpectationType.named("expect_column_pair_" + what, Family.COLUMN_PAIR, summary)
        .takes(
            Parameter.required("column_A", Form.COLUMN, "the first"),
            Parameter.required("column_B", Form.COLUMN, "the second"),
            Parameter.optional(
                "ignore_row_if",
                Form.TEXT,
                "both_values_are_missing",
                "which rows are not judged: both_values_are_missing, either_value_is_missing or"
                    + " neither"))
        .mostly()
        .requires(arguments ->
            IGNORED.containsKey(arguments.text("ignore_row_if"))
                ? Optional.empty()
                : Optional.of(
                    "'ignore_row_if' is '%s'; it must be one of %s."
                        .formatted(
                            arguments.text("ignore_row_if"),
                            IGNORED.keySet().stream().sorted().toList())));
  }

  private static RowTest test(
      Arguments arguments, BatchColumn a, BatchColumn b, String badSql, Predicate<Cells> isBad) {
    return new RowTest(
        List.of(a.name(), b.name()),
        IGNORED.getOrDefault(arguments.text("ignore_row_if"), Judged.ANY_PRESENT),
        new BySql(badSql, false, isBad));
  }

  /// A row with a value missing is bad, unless it is not judged.
  private static RowTest greater(Arguments arguments, Columns columns) {
    BatchColumn a = columns.column(arguments.text("column_A"));
    BatchColumn b = columns.column(arguments.text("column_B"));
    boolean orEqual = arguments.flag("or_equal");
    return test(
        arguments,
        a,
        b,
        "coalesce(NOT (%s %s %s), TRUE)"
            .formatted(Scalars.comparable(a), orEqual ? ">=" : ">", Scalars.comparable(b)),
        cells -> {
          if (cells.missing() > 0) {
            return true;
          }
          int order =
              Scalars.compare(
                  Scalars.comparable(cells.value(0)), Scalars.comparable(cells.value(1)));
          return orEqual ? order < 0 : order <= 0;
        });
  }

  private static RowTest equal(Arguments arguments, Columns columns) {
    BatchColumn a = columns.column(arguments.text("column_A"));
    BatchColumn b = columns.column(arguments.text("column_B"));
    boolean isComparable = areOfOneSort(a, b);
    return test(
        arguments,
        a,
        b,
        isComparable
            ? "coalesce(%s <> %s, TRUE)".formatted(Scalars.comparable(a), Scalars.comparable(b))
            : "TRUE",
        cells ->
            cells.missing() > 0
                || !Scalars.equal(
                    Scalars.comparable(cells.value(0)), Scalars.comparable(cells.value(1))));
  }

  private static boolean areOfOneSort(BatchColumn a, BatchColumn b) {
    return a.kind() == b.kind()
        || a.kind().isNumeric() && b.kind().isNumeric()
        || a.kind().isTemporal() && b.kind().isTemporal();
  }

  private static RowTest membership(Arguments arguments, Columns columns) {
    BatchColumn a = columns.column(arguments.text("column_A"));
    BatchColumn b = columns.column(arguments.text("column_B"));
    List<JsonNode> pairs = arguments.values("value_pairs_set");
    String sql =
        pairs.stream()
            .map(pair -> "(%s AND %s)".formatted(is(a, pair.get(0)), is(b, pair.get(1))))
            .collect(Collectors.joining(" OR ", "NOT (FALSE OR ", ")"));
    return test(
        arguments,
        a,
        b,
        sql,
        cells ->
            pairs.stream()
                .noneMatch(
                    pair -> isSame(cells, 0, a, pair.get(0)) && isSame(cells, 1, b, pair.get(1))));
  }

  private static String is(BatchColumn column, JsonNode json) {
    if (json.isNull()) {
      return SqlSession.name(column.name()) + " IS NULL";
    }
    return Scalars.of(json, column.kind())
        .map(value ->
            "coalesce(%s = %s, FALSE)".formatted(Scalars.comparable(column), Scalars.sql(value)))
        .orElse("FALSE");
  }

  private static boolean isSame(Cells cells, int index, BatchColumn column, JsonNode json) {
    if (json.isNull() || cells.isMissing(index)) {
      return json.isNull() && cells.isMissing(index);
    }
    return Scalars.of(json, column.kind())
        .map(value -> Scalars.equal(Scalars.comparable(cells.value(index)), value))
        .orElse(false);
  }
}
