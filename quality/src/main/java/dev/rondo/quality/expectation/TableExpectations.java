package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.Parameter.Form;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The shape of a table: its columns, their types, the number of its rows.
final class TableExpectations {
  private TableExpectations() {}

  static Stream<ExpectationType> types() {
    return Stream.of(
        columnToExist(),
        columnType(),
        ExpectationType.named(
                "expect_table_column_count_to_be_between",
                Family.TABLE,
                "The number of columns lies in a range.")
            .bounds(Form.WHOLE)
            .unconditional()
            .example("{\"min_value\": 5, \"max_value\": 20}")
            .judgedAsWhole((arguments, scope) -> within(arguments, scope.names().size())),
        ExpectationType.named(
                "expect_table_column_count_to_equal",
                Family.TABLE,
                "There are just so many columns.")
            .takes(Parameter.required("value", Form.WHOLE, "how many"))
            .unconditional()
            .example("{\"value\": 12}")
            .judgedAsWhole((arguments, scope) -> equal(arguments, scope.names().size())),
        orderedList(),
        set(),
        ExpectationType.named(
                "expect_table_row_count_to_be_between",
                Family.TABLE,
                "The number of rows lies in a range.")
            .bounds(Form.WHOLE)
            .strictBounds()
            .example("{\"min_value\": 1, \"max_value\": 100000}")
            .judgedAsWhole((arguments, scope) -> {
              Metric rows = scope.scalar("count(*)");
              return Judgement.ask(
                  List.of(rows), answers -> within(arguments, answers.count(rows)));
            }),
        ExpectationType.named(
                "expect_table_row_count_to_equal", Family.TABLE, "There are just so many rows.")
            .takes(Parameter.required("value", Form.WHOLE, "how many"))
            .example("{\"value\": 1000}")
            .judgedAsWhole((arguments, scope) -> {
              Metric rows = scope.scalar("count(*)");
              return Judgement.ask(List.of(rows), answers -> equal(arguments, answers.count(rows)));
            }),
        otherTable());
  }

  private static Judgement within(Arguments arguments, long count) {
    return new Judgement.Told(
        AggregateExpectations.isWithin(arguments, count), Wire.observed(count));
  }

  private static Judgement equal(Arguments arguments, long count) {
    return new Judgement.Told(arguments.number("value") == count, Wire.observed(count));
  }

  private static ExpectationType columnToExist() {
    return ExpectationType.named(
            "expect_column_to_exist",
            Family.TABLE,
            "There is a column of this name, at this place where one is given.")
        .takes(
            Parameter.required("column", Form.TEXT, "which must be there"),
            Parameter.optional(
                "column_index", Form.WHOLE, "its place from 0, or from the end when negative"))
        .unconditional()
        .example("{\"column\": \"pickup_datetime\"}")
        .judgedAsWhole((arguments, scope) -> {
          List<String> names = scope.names();
          String column = arguments.text("column");
          if (!arguments.has("column_index") || arguments.number("column_index") == 0) {
            return new Judgement.Told(names.contains(column), Json.object());
          }
          int index = (int) arguments.number("column_index");
          int place = index < 0 ? names.size() + index : index;
          return new Judgement.Told(
              place >= 0 && place < names.size() && names.get(place).equals(column), Json.object());
        });
  }

  private static ExpectationType columnType() {
    return ExpectationType.named(
            "expect_column_type_to_be",
            Family.TABLE,
            "The column is declared with this type: a type of the engine such as BIGINT, or the data"
                + " frame's name for it such as int64.")
        .takes(
            Parameter.required("column", Form.COLUMN, "whose type is judged"),
            Parameter.required("type_", Form.TEXT, "the type's name"))
        .unconditional()
        .example("{\"column\": \"passenger_count\", \"type_\": \"int64\"}")
        .judgedAsWhole((arguments, scope) -> {
          BatchColumn column = scope.column(arguments.text("column"));
          return new Judgement.Told(
              TypeNames.isDeclared(column, arguments.text("type_")),
              Wire.observed(TypeNames.shown(column, arguments.text("type_"))));
        });
  }

  private static ExpectationType orderedList() {
    return ExpectationType.named(
            "expect_table_columns_to_match_ordered_list",
            Family.TABLE,
            "The columns are these, in this order.")
        .takes(
            Parameter.optional("column_list", Form.COLUMNS, "all columns; any without it"),
            ignoreCase())
        .unconditional()
        .example("{\"column_list\": [\"pickup_datetime\", \"fare\"]}")
        .judgedAsWhole((arguments, scope) -> {
          ObjectNode result = Json.object();
          result.set("observed_value", Wire.list(scope.names()));
          if (!arguments.has("column_list")) {
            return new Judgement.Told(true, result);
          }
          ArrayNode differences =
              differences(arguments.texts("column_list"), scope.names(), folded(arguments));
          if (!differences.isEmpty()) {
            result.putObject("details").set("mismatched", differences);
          }
          return new Judgement.Told(differences.isEmpty(), result);
        });
  }

  private static Parameter ignoreCase() {
    return Parameter.optional(
        "ignore_case", Form.FLAG, false, "whether capitals count as small letters");
  }

  private static UnaryOperator<String> folded(Arguments arguments) {
    return arguments.flag("ignore_case") ? name -> name.toLowerCase(Locale.ROOT) : name -> name;
  }

  private static ArrayNode differences(
      List<String> expected, List<String> found, UnaryOperator<String> folded) {
    ArrayNode differences = Json.array();
    for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
      Optional<String> wanted =
          i < expected.size() ? Optional.of(expected.get(i)) : Optional.empty();
      Optional<String> there = i < found.size() ? Optional.of(found.get(i)) : Optional.empty();
      if (!wanted.map(folded).equals(there.map(folded))) {
        ObjectNode difference = differences.addObject();
        difference.put("Expected Column Position", i);
        difference.set("Expected", Wire.of(wanted.orElse(null)));
        difference.set("Found", Wire.of(there.orElse(null)));
      }
    }
    return differences;
  }

  private static ExpectationType set() {
    return ExpectationType.named(
            "expect_table_columns_to_match_set",
            Family.TABLE,
            "The columns are these, in any order; with `exact_match: false` there may be more.")
        .takes(
            Parameter.optional("column_set", Form.COLUMNS, "all columns"),
            Parameter.optional("exact_match", Form.FLAG, true, "whether there are no others"),
            ignoreCase())
        .unconditional()
        .example("{\"column_set\": [\"fare\", \"pickup_datetime\"]}")
        .judgedAsWhole(TableExpectations::judgeSet);
  }

  private static Judgement judgeSet(Arguments arguments, Scope scope) {
    UnaryOperator<String> folded = folded(arguments);
    Set<String> wanted = new HashSet<>(arguments.texts("column_set").stream().map(folded).toList());
    Set<String> there = new HashSet<>(scope.names().stream().map(folded).toList());
    boolean isExact = arguments.flag("exact_match");
    List<String> unexpected =
        scope.names().stream()
            .filter(name -> !wanted.contains(folded.apply(name)))
            .sorted()
            .toList();
    List<String> missing =
        arguments.texts("column_set").stream()
            .filter(name -> !there.contains(folded.apply(name)))
            .distinct()
            .sorted()
            .toList();
    boolean isSame = unexpected.isEmpty() && missing.isEmpty();
    ObjectNode result = Json.object();
    result.set("observed_value", Wire.list(scope.names().stream().sorted().toList()));
    if (!isSame) {
      ObjectNode mismatched = result.putObject("details").putObject("mismatched");
      if (!unexpected.isEmpty()) {
        mismatched.set("unexpected", Wire.list(unexpected));
      }
      if (!missing.isEmpty()) {
        mismatched.set("missing", Wire.list(missing));
      }
    }
    return new Judgement.Told(isSame || !isExact && missing.isEmpty(), result);
  }

  private static ExpectationType otherTable() {
    return ExpectationType.named(
            "expect_table_row_count_to_equal_other_table",
            Family.TABLE,
            "There are as many rows as in another table of the same source.")
        .takes(Parameter.required("other_table_name", Form.TEXT, "the other table"))
        .example("{\"other_table_name\": \"trips_before\"}")
        .judgedAsWhole((arguments, scope) -> {
          Metric rows = scope.scalar("count(*)");
          Metric others =
              new Metric.Query(
                  "SELECT count(*) FROM "
                      + SqlSession.name(scope.table(arguments.text("other_table_name"))));
          return Judgement.ask(
              List.of(rows, others),
              answers -> {
                long other = answers.rows(others).getFirst().number(0);
                ObjectNode observed = Json.object();
                observed.put("self", answers.count(rows));
                observed.put("other", other);
                ObjectNode result = Json.object();
                result.set("observed_value", observed);
                return new Judgement.Told(answers.count(rows) == other, result);
              });
        });
  }
}
