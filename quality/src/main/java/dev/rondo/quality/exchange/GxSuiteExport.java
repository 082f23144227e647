package dev.rondo.quality.exchange;

import dev.rondo.data.ColumnType;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Comparison;
import dev.rondo.quality.Contract;
import dev.rondo.quality.Expectation;
import dev.rondo.quality.Expectation.Bound;
import dev.rondo.quality.Rule;
import dev.rondo.quality.Severity;
import dev.rondo.quality.Tolerance;
import dev.rondo.quality.expectation.ExpectationConfig;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the rules of a contract as a suite of Great Expectations 1.x. A rule that no expectation
/// says is left out, and told.
public final class GxSuiteExport {
  private static final String VERSION = "1.24.1";

  private final Contract contract;
  private final ArrayNode expectations = Json.array();
  private final List<String> leftOut = new ArrayList<>();

  private GxSuiteExport(Contract contract) {
    this.contract = contract;
  }

  public static Export of(Contract contract) {
    return new GxSuiteExport(contract).export();
  }

  private Export export() {
    contract.rules().forEach(this::add);
    ObjectNode suite = Json.object();
    suite.put("name", contract.id());
    suite.putNull("id");
    suite.set("expectations", expectations);
    suite.putObject("meta").put("great_expectations_version", VERSION);
    suite.put("notes", "From the contract " + contract + ".");
    return new Export(suite, leftOut);
  }

  private void add(Rule rule) {
    switch (rule.expectation()) {
      case Expectation.OfType(String column, ColumnType type) -> {
        ObjectNode kwargs = on(column);
        types(type).forEach(kwargs.putArray("type_list")::add);
        rows(rule, "expect_column_values_to_be_in_type_list", kwargs);
      }
      case Expectation.NotNull(String column) ->
          rows(rule, "expect_column_values_to_not_be_null", on(column));
      case Expectation.Range(String column, var lower, var upper) ->
          rows(rule, "expect_column_values_to_be_between", between(column, lower, upper));
      case Expectation.OneOf(String column, List<Object> values) -> {
        ObjectNode kwargs = on(column);
        ArrayNode set = kwargs.putArray("value_set");
        values.forEach(value -> set.add(node(value)));
        rows(rule, "expect_column_values_to_be_in_set", kwargs);
      }
      case Expectation.Length(String column, var least, var most) -> {
        ObjectNode kwargs = on(column);
        least.ifPresent(n -> kwargs.put("min_value", n));
        most.ifPresent(n -> kwargs.put("max_value", n));
        rows(rule, "expect_column_value_lengths_to_be_between", kwargs);
      }
      case Expectation.Matches(String column, String pattern) -> regex(rule, column, pattern);
      case Expectation.Formatted(String column, var format) ->
          regex(rule, column, format.pattern());
      case Expectation.Unique(List<String> columns) -> unique(rule, columns);
      case Expectation.RowSql(String sql) -> failing(rule, "(" + sql + ")");
      case Expectation.MultipleOf(String column, double of) ->
          failing(rule, "(\"" + column.replace("\"", "\"\"") + "\" % " + of + " = 0)");
      case Expectation.NoExtraColumns(List<String> known) -> {
        ObjectNode kwargs = Json.object();
        known.forEach(kwargs.putArray("column_set")::add);
        put(rule, "expect_table_columns_to_match_set", kwargs.put("exact_match", true));
      }
      case Expectation.RowCount(Comparison comparison) -> count(rule, comparison);
      case Expectation.FromCatalog(var config) ->
          put(rule, config.type().name(), arguments(config));
      case Expectation.References _, Expectation.OfTable _ -> leave(rule, "no expectation says it");
    }
  }

  private static ObjectNode arguments(ExpectationConfig config) {
    ObjectNode arguments = config.arguments().given().deepCopy();
    config
        .condition()
        .ifPresent(
            rows -> arguments.put("row_condition", rows.text()).put("condition_parser", "pandas"));
    return arguments;
  }

  private void regex(Rule rule, String column, String pattern) {
    rows(rule, "expect_column_values_to_match_regex", on(column).put("regex", pattern));
  }

  private void unique(Rule rule, List<String> columns) {
    if (columns.size() == 1) {
      rows(rule, "expect_column_values_to_be_unique", on(columns.getFirst()));
    } else {
      ObjectNode kwargs = Json.object();
      columns.forEach(kwargs.putArray("column_list")::add);
      rows(rule, "expect_compound_columns_to_be_unique", kwargs);
    }
  }

  private void failing(Rule rule, String condition) {
    if (!rule.tolerance().equals(Tolerance.NONE)) {
      leave(rule, "rows found by SQL cannot be tolerated there");
      return;
    }
    String query = "SELECT * FROM {batch} WHERE NOT " + condition;
    put(rule, "unexpected_rows_expectation", Json.object().put("unexpected_rows_query", query));
  }

  /// The number of rows is whole, so that strict ends become inclusive.
  private void count(Rule rule, Comparison comparison) {
    String type = "expect_table_row_count_to_be_between";
    long first = (long) Math.floor(comparison.first());
    boolean isWhole = first == comparison.first();
    ObjectNode kwargs = Json.object();
    switch (comparison.operator()) {
      case BE -> {
        type = "expect_table_row_count_to_equal";
        kwargs.put("value", first);
      }
      case BE_GREATER_THAN -> kwargs.put("min_value", first + 1);
      case BE_GREATER_OR_EQUAL_TO -> kwargs.put("min_value", isWhole ? first : first + 1);
      case BE_LESS_THAN -> kwargs.put("max_value", isWhole ? first - 1 : first);
      case BE_LESS_OR_EQUAL_TO -> kwargs.put("max_value", first);
      case BE_BETWEEN ->
          kwargs
              .put("min_value", first + 1)
              .put("max_value", (long) Math.ceil(comparison.second()) - 1);
      case NOT_BE, NOT_BE_BETWEEN -> {
        leave(rule, "a number of rows cannot be forbidden there");
        return;
      }
    }
    put(rule, type, kwargs);
  }

  private static ObjectNode on(String column) {
    return Json.object().put("column", column);
  }

  private static ObjectNode between(String column, Optional<Bound> lower, Optional<Bound> upper) {
    ObjectNode kwargs = on(column);
    lower.ifPresent(bound -> kwargs.set("min_value", node(bound.value())));
    upper.ifPresent(bound -> kwargs.set("max_value", node(bound.value())));
    lower.filter(bound -> !bound.inclusive()).ifPresent(_ -> kwargs.put("strict_min", true));
    upper.filter(bound -> !bound.inclusive()).ifPresent(_ -> kwargs.put("strict_max", true));
    return kwargs;
  }

  private static JsonNode node(Object value) {
    return value instanceof Temporal
        ? Json.MAPPER.valueToTree(value.toString())
        : Json.MAPPER.valueToTree(value);
  }

  /// What data frames, Python and databases call values of the type.
  private static List<String> types(ColumnType type) {
    return switch (type) {
      case BOOLEAN -> List.of("bool", "bool_", "BOOLEAN", "BooleanType");
      case BIGINT -> List.of("int", "int64", "int32", "INTEGER", "BIGINT", "LongType");
      case DOUBLE -> List.of("float", "float64", "DOUBLE", "FLOAT", "DOUBLE_PRECISION");
      case VARCHAR -> List.of("str", "VARCHAR", "TEXT", "String", "StringType");
      case TIMESTAMP -> List.of("datetime", "datetime64[ns]", "Timestamp", "TIMESTAMP");
      case DATE -> List.of("date", "DATE", "DateType");
    };
  }

  /// An expectation on rows, with what the rule tolerates.
  private void rows(Rule rule, String type, ObjectNode kwargs) {
    Tolerance tolerance = rule.tolerance();
    switch (tolerance.measure()) {
      case MOSTLY -> kwargs.put("mostly", tolerance.limit());
      case PERCENT -> kwargs.put("mostly", Math.max(0, 1 - tolerance.limit() / 100));
      case ROWS -> {
        if (tolerance.limit() > 0) {
          leave(rule, "a number of rows cannot be tolerated there, only a share");
          return;
        }
      }
    }
    put(rule, type, kwargs);
  }

  private void put(Rule rule, String type, ObjectNode kwargs) {
    ObjectNode expectation = expectations.addObject();
    expectation.put("type", type);
    expectation.set("kwargs", kwargs);
    expectation.putObject("meta").put("rule", rule.id());
    expectation.put("description", rule.sentence());
    expectation.put("severity", severity(rule.severity()));
  }

  private static String severity(Severity severity) {
    return switch (severity) {
      case ERROR -> "critical";
      case WARNING -> "warning";
      case INFO -> "info";
    };
  }

  private void leave(Rule rule, String why) {
    leftOut.add("The rule '%s' is left out: %s.".formatted(rule.id(), why));
  }
}
