package dev.rondo.quality.expectation;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.ResultFormat.Level;
import dev.rondo.quality.expectation.RowTest.Judged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The verdict on a test of rows: how many of those that are judged are good, which is held against
/// the share that must be; then, where any is bad and more is wanted, which.
final class RowJudgement {
  private static final Comparator<Cells> BY_COUNT_AND_VALUE =
      Comparator.<Cells>comparingLong(row -> -row.number(0))
          .thenComparing((left, right) -> Scalars.compareRows(left, right));

  private final Scope scope;
  private final RowTest test;
  private final double mostly;

  private RowJudgement(Scope scope, RowTest test, double mostly) {
    this.scope = scope;
    this.test = test;
    this.mostly = mostly;
  }

  /// Judges by a test; rows that it does not judge count as missing.
  static Judgement of(Scope scope, RowTest test, double mostly) {
    return new RowJudgement(scope, test, mostly).start();
  }

  private Judgement start() {
    Metric rows = scope.scalar("count(*)");
    Metric judged =
        scope.scalar(
            test.judged() == Judged.ALWAYS
                ? "count(*)"
                : test.columns().size() == 1
                    ? "count(" + scope.column(test.columns().getFirst()).sql() + ")"
                    : "count_if(" + test.judgedSql() + ")");
    Metric bad = new Metric.FailingCount(test, scope.where());
    return Judgement.ask(
        List.of(rows, judged, bad),
        answers -> {
          Counts counts =
              new Counts(answers.count(rows), answers.count(judged), answers.count(bad));
          return counts.bad == 0 || scope.format().level() == Level.BOOLEAN_ONLY
              ? told(counts, List.of(), List.of())
              : examples(counts);
        });
  }

  private record Counts(long rows, long judged, long bad) {
    /// Of no rows at all, all are good.
    boolean suffices(double mostly) {
      return judged == 0 || (double) (judged - bad) / judged >= mostly;
    }
  }

  private Judgement examples(Counts counts) {
    ResultFormat format = scope.format();
    int limit = format.level() == Level.COMPLETE ? ResultFormat.LONGEST_LIST : format.examples();
    Metric.Failing failing =
        new Metric.Failing(test, scope.where(), wanted(), Math.max(limit, format.examples()));
    if (!format.isAtLeast(Level.SUMMARY)) {
      return Judgement.ask(
          List.of(failing), answers -> told(counts, answers.rows(failing), List.of()));
    }
    Metric.FailingCounts frequent =
        new Metric.FailingCounts(test, scope.where(), format.examples());
    return Judgement.ask(
        List.of(failing, frequent),
        answers -> told(counts, answers.rows(failing), answers.rows(frequent)));
  }

  /// The test's columns, then the key's, then all when whole rows are wanted; each row begins with
  /// its position.
  private List<String> wanted() {
    List<String> wanted = new ArrayList<>(test.columns());
    wanted.addAll(scope.format().keys());
    if (scope.format().rows()) {
      wanted.addAll(scope.names());
    }
    return wanted;
  }

  private Judgement told(Counts counts, List<Cells> failing, List<Cells> frequent) {
    return new Judgement.Told(counts.suffices(mostly), result(counts, failing, frequent));
  }

  private ObjectNode result(Counts counts, List<Cells> failing, List<Cells> frequent) {
    ObjectNode result = Json.object();
    ResultFormat format = scope.format();
    if (format.level() == Level.BOOLEAN_ONLY) {
      return result;
    }
    long missing = counts.rows - counts.judged;
    result.put("element_count", counts.rows);
    result.put("unexpected_count", counts.bad);
    result.set("unexpected_percent", percent(counts.bad, counts.judged));
    if (format.values()) {
      result.set("partial_unexpected_list", values(failing, format.examples()));
    }
    if (!judgesPresence()) {
      result.put("missing_count", missing);
      result.set("missing_percent", percent(missing, counts.rows));
      result.set("unexpected_percent_total", percent(counts.bad, counts.rows));
      result.set("unexpected_percent_nonmissing", percent(counts.bad, counts.judged));
    }
    if (!format.keys().isEmpty()) {
      result.set("unexpected_index_column_names", Wire.list(format.keys()));
    }
    if (format.rows()) {
      result.set("unexpected_rows", wholeRows(failing));
    }
    if (format.isAtLeast(Level.SUMMARY)) {
      if (format.values()) {
        result.set("partial_unexpected_counts", counts(frequent));
      }
      result.set("partial_unexpected_index_list", places(failing, format.examples()));
    }
    if (format.isAtLeast(Level.COMPLETE)) {
      if (format.values()) {
        result.set("unexpected_list", values(failing, ResultFormat.LONGEST_LIST));
      }
      result.set("unexpected_index_list", places(failing, ResultFormat.LONGEST_LIST));
      if (format.query()) {
        result.put("unexpected_index_query", FailingRows.readable(scope, test));
      }
    }
    return result;
  }

  /// Where presence itself is judged nothing is missing, and results have no figures on it.
  private boolean judgesPresence() {
    return scope.family() == Family.COLUMN_VALUES && test.judged() == Judged.ALWAYS;
  }

  private static JsonNode percent(long part, long whole) {
    return whole == 0
        ? JsonNodeFactory.instance.nullNode()
        : JsonNodeFactory.instance.numberNode(part * 100.0 / whole);
  }

  private ArrayNode values(List<Cells> failing, int limit) {
    ArrayNode values = Json.array();
    failing.stream()
        .limit(limit)
        .forEach(row -> values.add(value(row.part(1, 1 + test.columns().size()))));
    return values;
  }

  /// One column's value stands alone, a pair's as a list, more as an object.
  private JsonNode value(Cells values) {
    return switch (scope.family()) {
      case COLUMN_PAIR -> Wire.list(values);
      case MULTICOLUMN -> named(test.columns(), values);
      default -> Wire.of(values.get(0));
    };
  }

  private static ObjectNode named(List<String> names, Cells values) {
    ObjectNode object = Json.object();
    for (int i = 0; i < names.size(); i++) {
      object.set(names.get(i), Wire.of(values.get(i)));
    }
    return object;
  }

  private ArrayNode counts(List<Cells> frequent) {
    ArrayNode counts = Json.array();
    for (Cells row : frequent.stream().sorted(BY_COUNT_AND_VALUE).toList()) {
      ObjectNode count = Json.object();
      Cells values = row.part(1, row.size());
      count.set("value", values.size() == 1 ? Wire.of(values.get(0)) : Wire.list(values));
      count.set("count", Wire.of(row.get(0)));
      counts.add(count);
    }
    return counts;
  }

  private ArrayNode places(List<Cells> failing, int limit) {
    ArrayNode places = Json.array();
    List<String> keys = scope.format().keys();
    int columns = test.columns().size();
    failing.stream()
        .limit(limit)
        .forEach(row -> {
          if (keys.isEmpty()) {
            places.add(Wire.of(row.get(0)));
          } else {
            ObjectNode place = named(test.columns(), row.part(1, 1 + columns));
            place.setAll(named(keys, row.part(1 + columns, 1 + columns + keys.size())));
            places.add(place);
          }
        });
    return places;
  }

  private ArrayNode wholeRows(List<Cells> failing) {
    ArrayNode rows = Json.array();
    int before = 1 + test.columns().size() + scope.format().keys().size();
    failing.stream()
        .limit(Math.min(scope.format().examples(), ResultFormat.LONGEST_LIST))
        .forEach(row -> rows.add(named(scope.names(), row.part(before, row.size()))));
    return rows;
  }
}
