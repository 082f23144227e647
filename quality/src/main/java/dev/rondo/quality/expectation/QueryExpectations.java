package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.Parameter.Form;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Queries of the user's own. `{batch}` in one stands for the rows that are judged.
final class QueryExpectations {
  private static final int MOST_ROWS = 200;
  private static final String ROWS_QUERY = "unexpected_rows_query";
  private static final String TEMPLATE = "template_dict";
  private static final Pattern WHOLE_ROWS =
      Pattern.compile("(?is)select\\s+\\*\\s+from\\s+\\{batch}(\\s+where\\s.*)?");
  private static final Pattern JOINED = Pattern.compile("(?i)\\b(union|intersect|except)\\b");

  private QueryExpectations() {}

  static Stream<ExpectationType> types() {
    return Stream.of(unexpectedRows(), comparison());
  }

  /// The query as a relation. The engine takes the text for one SELECT and nothing more, so that no
  /// other statement can stand in it.
  static String bound(String query, Scope scope, ObjectNode template) {
    String batch = "(SELECT * FROM %s WHERE %s)".formatted(scope.batch().sql(), scope.where());
    return "query(" + SqlSession.text(filled(query, template).replace("{batch}", batch)) + ")";
  }

  private static String filled(String query, ObjectNode template) {
    String sql = query.strip();
    while (sql.endsWith(";")) {
      sql = sql.substring(0, sql.length() - 1).strip();
    }
    for (var entry : template.properties()) {
      sql = sql.replace("{" + entry.getKey() + "}", entry.getValue().asString(""));
    }
    return sql;
  }

  /// Whether it counts the rows of a query and shows some.
  static boolean findsRows(Arguments arguments) {
    return arguments.type().takes(ROWS_QUERY);
  }

  /// Whether its rows are surely those of the batch, each column under its own name, and chosen by
  /// none of some columns.
  static boolean showsWholeRows(Arguments arguments, Set<String> columns) {
    String sql = filled(arguments.text(ROWS_QUERY), arguments.object(TEMPLATE));
    return WHOLE_ROWS.matcher(sql).matches()
        && !JOINED.matcher(sql).find()
        && columns.stream().noneMatch(column -> names(sql, column));
  }

  private static boolean names(String sql, String column) {
    String quoted = column.replace("\"", "\"\"");
    return Pattern.compile(
            "(?<!\\w)" + Pattern.quote(quoted) + "(?!\\w)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
        .matcher(sql)
        .find();
  }

  private static ExpectationType unexpectedRows() {
    return ExpectationType.named(
            "unexpected_rows_expectation", Family.QUERY, "A query finds no rows.")
        .takes(
            Parameter.required(
                ROWS_QUERY, Form.TEXT, "finds what must not be; `{batch}` is the table"),
            Parameter.optional(TEMPLATE, Form.OBJECT, "texts to put in the place of `{name}`"))
        .unconditional()
        .example("{\"unexpected_rows_query\": \"SELECT * FROM {batch} WHERE dropoff < pickup\"}")
        .judgedAsWhole((arguments, scope) -> {
          String sql = bound(arguments.text(ROWS_QUERY), scope, arguments.object(TEMPLATE));
          Metric count = new Metric.Query("SELECT count(*) FROM " + sql);
          Metric rows =
              new Metric.Query(
                  "SELECT to_json(found) FROM " + sql + " AS found LIMIT " + MOST_ROWS);
          return Judgement.ask(
              List.of(count, rows),
              answers -> {
                long found = answers.rows(count).getFirst().number(0);
                ObjectNode result = Wire.observed(found);
                ArrayNode objects = result.putObject("details").putArray("unexpected_rows");
                answers.rows(rows).forEach(row -> objects.add(Json.parse(row.value(0).toString())));
                return new Judgement.Told(found == 0, result);
              });
        });
  }

  private static ExpectationType comparison() {
    return ExpectationType.named(
            "expect_query_results_to_match_comparison",
            Family.QUERY,
            "Two queries answer the same rows, as often, in whatever order; of each at most 200 are"
                + " compared.")
        .takes(
            Parameter.required("base_query", Form.TEXT, "asked of this source"),
            Parameter.required(
                "comparison_data_source_name", Form.TEXT, "the source of the other query"),
            Parameter.required("comparison_query", Form.TEXT, "asked of the other source"))
        .mostly()
        .unconditional()
        .example(
            """
            {"base_query": "SELECT count(*) FROM {batch}",
              "comparison_data_source_name": "warehouse",
              "comparison_query": "SELECT count(*) FROM trips"}\
            """)
        .judgedAsWhole((arguments, scope) -> {
          Metric base = limited(bound(arguments.text("base_query"), scope, Json.object()));
          Metric other = limited(bound(arguments.text("comparison_query"), scope, Json.object()));
          return Judgement.ask(
              List.of(base, other),
              answers -> compare(arguments, scope, answers.rows(base), answers.rows(other)));
        });
  }

  private static Metric limited(String sql) {
    return new Metric.Query("SELECT * FROM " + sql + " LIMIT " + MOST_ROWS);
  }

  private static Judgement compare(
      Arguments arguments, Scope scope, List<Cells> base, List<Cells> other) {
    List<Cells> unexpected = without(base, other);
    List<Cells> missing = without(other, base);
    int most = Math.max(base.size(), other.size());
    long matching = base.size() - unexpected.size();
    double percent = most == 0 ? 0 : (1 - (double) matching / most) * 100;
    ObjectNode result = Json.object();
    result.put("unexpected_count", Math.max(unexpected.size(), missing.size()));
    result.put("unexpected_percent", percent);
    if (scope.format().level() == Level.COMPLETE) {
      ObjectNode details = result.putObject("details");
      details.set("missing_rows", Wire.list(missing.stream().map(Wire::list).toList()));
      details.set("unexpected_rows", Wire.list(unexpected.stream().map(Wire::list).toList()));
    }
    return new Judgement.Told(100 - percent >= arguments.mostly() * 100, result);
  }

  /// The rows of one answer that the other has not, or not as often.
  private static List<Cells> without(List<Cells> rows, List<Cells> others) {
    Map<String, Integer> counts = new HashMap<>();
    others.forEach(row -> counts.merge(key(row), 1, Integer::sum));
    List<Cells> left = new ArrayList<>();
    for (Cells row : rows) {
      if (counts.merge(key(row), -1, Integer::sum) < 0) {
        left.add(row);
      }
    }
    return left;
  }

  private static String key(Cells row) {
    return Wire.list(row).toString();
  }
}
