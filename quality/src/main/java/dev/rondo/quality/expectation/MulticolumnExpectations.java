package dev.rondo.quality.expectation;

import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.Parameter.Form;
import dev.rondo.quality.expectation.RowTest.BySql;
import dev.rondo.quality.expectation.RowTest.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What several columns must be together in each row.
final class MulticolumnExpectations {
  private static final Map<String, Judged> IGNORED =
      Map.of(
          "all_values_are_missing", Judged.ANY_PRESENT,
          "any_value_is_missing", Judged.ALL_PRESENT,
          "never", Judged.ALWAYS);
  private static final String ALL_MISSING = "all_values_are_missing";

  private MulticolumnExpectations() {}

  static Stream<ExpectationType> types() {
    return Stream.of(
        named(
                "expect_compound_columns_to_be_unique",
                "No two rows have the same values in all the columns; missing ones count as the"
                    + " same.",
                ALL_MISSING)
            .requires(arguments ->
                arguments.texts("column_list").size() < 2
                    ? Optional.of("'column_list' needs two columns or more.")
                    : Optional.empty())
            .example("{\"column_list\": [\"vendor\", \"trip_id\"]}")
            .judgedByRow((arguments, columns) ->
                new RowTest(
                    names(columns(arguments, columns)),
                    judged(arguments),
                    new RowTest.ByRepeats())),
        named(
                "expect_multicolumn_sum_to_equal",
                "The values of a row add up to a number, to the last digit; a missing one breaks"
                    + " it.",
                ALL_MISSING)
            .takes(Parameter.required("sum_total", Form.NUMBER, "the sum"))
            .example("{\"column_list\": [\"share_a\", \"share_b\"], \"sum_total\": 1}")
            .judgedByRow(MulticolumnExpectations::sum),
        named(
                "expect_multicolumn_values_to_be_equal",
                "All values of a row are the same; missing ones count as the same.",
                ALL_MISSING)
            .example("{\"column_list\": [\"ordered\", \"shipped\", \"billed\"]}")
            .judgedByRow((arguments, columns) ->
                distinctValues(
                    arguments,
                    columns,
                    distinct -> distinct > 1,
                    columns(arguments, columns).size(),
                    1)),
        named(
                "expect_select_column_values_to_be_unique_within_record",
                "No two values of a row are the same; missing ones count as the same.",
                ALL_MISSING)
            .example("{\"column_list\": [\"first\", \"second\", \"third\"]}")
            .judgedByRow((arguments, columns) -> {
              int all = columns(arguments, columns).size();
              return distinctValues(arguments, columns, distinct -> distinct < all, all, all);
            }));
  }

  private static ExpectationType.Builder named(String name, String summary, String ignored) {
    return ExpectationType.named(name, Family.MULTICOLUMN, summary)
        .takes(
            Parameter.required("column_list", Form.COLUMNS, "the columns"),
            Parameter.optional(
                "ignore_row_if",
                Form.TEXT,
                ignored,
                "which rows are not judged: all_values_are_missing, any_value_is_missing or never"))
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

  private static List<BatchColumn> columns(Arguments arguments, Columns columns) {
    return arguments.texts("column_list").stream().map(columns::column).toList();
  }

  private static List<String> names(List<BatchColumn> columns) {
    return columns.stream().map(BatchColumn::name).toList();
  }

  private static Judged judged(Arguments arguments) {
    return IGNORED.getOrDefault(arguments.text("ignore_row_if"), Judged.ANY_PRESENT);
  }

  private static RowTest test(
      Arguments arguments, List<BatchColumn> columns, String badSql, Predicate<Cells> isBad) {
    return new RowTest(names(columns), judged(arguments), new BySql(badSql, false, isBad));
  }

  /// Adds from the first column on, as a data frame does, so that rounding is the same.
  private static RowTest sum(Arguments arguments, Columns all) {
    List<BatchColumn> columns = columns(arguments, all);
    double total = arguments.number("sum_total");
    String sum =
        columns.stream()
            .map(column ->
                column.kind() == Kind.REAL
                    ? column.sql()
                    : "CAST(" + Scalars.comparable(column) + " AS DOUBLE)")
            .collect(Collectors.joining(" + "));
    return test(
        arguments,
        columns,
        "coalesce((%s) <> %s, TRUE)".formatted(sum, Scalars.sql(total)),
        cells -> {
          double added = 0;
          for (int i = 0; i < cells.size(); i++) {
            if (cells.isMissing(i)) {
              return true;
            }
            added += ((Number) Scalars.comparable(cells.value(i))).doubleValue();
          }
          return added != total;
        });
  }

  private static RowTest distinctValues(
      Arguments arguments, Columns all, IntPredicate isBad, int columnCount, int wanted) {
    List<BatchColumn> columns = columns(arguments, all);
    List<String> same = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      for (int j = i + 1; j < columns.size(); j++) {
        same.add(
            "(%s IS NOT DISTINCT FROM %s)"
                .formatted(Scalars.comparable(columns.get(i)), Scalars.comparable(columns.get(j))));
      }
    }
    String bad =
        wanted == columnCount
            ? String.join(" OR ", same)
            : "NOT (" + String.join(" AND ", same) + ")";
    return test(
        arguments, columns, same.isEmpty() ? "FALSE" : bad, cells -> isBad.test(distinct(cells)));
  }

  private static int distinct(Cells cells) {
    int distinct = 0;
    for (int i = 0; i < cells.size(); i++) {
      boolean isNew = true;
      for (int j = 0; j < i && isNew; j++) {
        isNew = !isSame(cells, i, j);
      }
      distinct += isNew ? 1 : 0;
    }
    return distinct;
  }

  private static boolean isSame(Cells cells, int i, int j) {
    if (cells.isMissing(i) || cells.isMissing(j)) {
      return cells.isMissing(i) && cells.isMissing(j);
    }
    return Scalars.equal(Scalars.comparable(cells.value(i)), Scalars.comparable(cells.value(j)));
  }
}
