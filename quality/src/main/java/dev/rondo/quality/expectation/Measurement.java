package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Measures the metrics of a round in as few scans as there can be:
///
/// - one SELECT for every aggregate, among them the counts of bad rows that SQL can tell; a row
///   condition is a FILTER of its aggregates, so that all conditions share the scan;
/// - one GROUP BY for every column with few values of which the distinct ones are wanted, or a test
///   is costly or made by Java: it is made once for each value and not for each row, and what else
///   is asked of these values is answered with it;
/// - one pass through the values in Java where there are many and only Java can test them;
/// - one GROUP BY for every key; one SELECT for all quantiles, and a GROUP BY for those of a column
///   with few values; one window for each order;
/// - and one scan for each test that failed, which ends as soon as it has enough examples.
///
/// A statement that fails is split until it is known which metric is to blame.
final class Measurement {
  private static final int AGGREGATES_AT_ONCE = 400;
  private static final String COUNT = "\"rondo:count\"";

  private final Batch batch;
  private final SqlSession session;
  private final Answers answers;
  private final Statements statements;
  private final ValuePass values;
  private final KeyPass keys;

  Measurement(Statements statements) {
    this.batch = statements.batch();
    this.session = statements.session();
    this.answers = statements.answers();
    this.statements = statements;
    this.values = new ValuePass(statements);
    this.keys = new KeyPass(statements);
  }

  /// Answers every metric that has no answer yet.
  void measure(SequencedSet<Metric> wanted) {
    SequencedSet<Metric> open = figures(wanted);
    values.measure(open);
    keys.measure(of(open, Metric.Repeats.class), unique(open));
    new QuantilePass(statements, values::isRepetitive).measure(of(open, Metric.Quantile.class));
    of(open, Metric.Steps.class).forEach(this::steps);
    of(open, Metric.Query.class).forEach(this::query);
    of(open, Metric.Failing.class).forEach(this::failing);
    of(open, Metric.FailingCounts.class).forEach(this::failingCounts);
    of(open, Metric.FailingCount.class).forEach(this::conclude);
  }

  /// Answers those metrics that are aggregates.
  ///
  /// @return what is left, and what that needs beside
  SequencedSet<Metric> figures(SequencedSet<Metric> wanted) {
    SequencedSet<Metric> open = new LinkedHashSet<>(wanted);
    open.removeIf(answers::has);
    of(open, Metric.Quantile.class).forEach(quantile -> open.add(QuantilePass.valuesOf(quantile)));
    of(open, Metric.FailingCount.class).forEach(count -> open.addAll(parts(count)));
    open.removeIf(answers::has);
    values.look(open);
    keys.proofs(unique(open).stream().filter(repeats -> !values.answers(repeats)))
        .filter(proof -> !answers.has(proof))
        .forEach(open::add);
    aggregates(open);
    return open;
  }

  /// The keys that are to be unique.
  private static Set<Metric.Repeats> unique(SequencedSet<Metric> open) {
    return of(open, Metric.FailingCount.class).stream()
        .filter(count -> count.test().bad() instanceof RowTest.ByRepeats)
        .map(Metric.FailingCount::repeats)
        .collect(Collectors.toSet());
  }

  /// What a count follows from.
  private static List<? extends Metric> parts(Metric.FailingCount count) {
    return switch (count.test().bad()) {
      case RowTest.ByRepeats _ -> List.of(count.repeats());
      case RowTest.ByStep _ -> List.of(count.steps());
      case RowTest.ByPresence _ -> count.counts();
      case RowTest.BySql _, RowTest.ByTables _, RowTest.ByValue _ -> List.of();
    };
  }

  /// Counts that follow from other metrics.
  private void conclude(Metric.FailingCount count) {
    statements.attempt(
        count,
        () -> {
          switch (count.test().bad()) {
            case RowTest.ByPresence by -> {
              long rows = answers.count(count.counts().getFirst());
              long values = answers.count(count.counts().getLast());
              answers.put(count, by.badWhenMissing() ? rows - values : values);
            }
            case RowTest.ByRepeats _ ->
                answers.put(count, answers.as(count.repeats(), KeyPass.Repeated.class).rows());
            case RowTest.ByStep _ -> answers.put(count, answers.count(count.steps()));
            case RowTest.ByTables _ -> countFailing(count);
            case RowTest.BySql _, RowTest.ByValue _ -> {}
          }
        });
  }

  private static <T extends Metric> List<T> of(SequencedSet<Metric> metrics, Class<T> type) {
    return metrics.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private void countFailing(Metric.FailingCount count) {
    FailingRows rows = failingRows(count.test(), count.where());
    statements.run(
        Pass.Kind.QUERY,
        String.join(", ", count.test().columns()),
        1,
        "SELECT count(*) FROM %s WHERE %s".formatted(rows.from(), rows.where()),
        row -> answers.put(count, row.number(1)));
  }

  // ---- Aggregates

  private void aggregates(SequencedSet<Metric> open) {
    Map<Metric, String> aggregates = new LinkedHashMap<>();
    for (Metric metric : open) {
      switch (metric) {
        case Metric.Scalar(String aggregate, String where) ->
            aggregates.put(metric, filtered(aggregate, where));
        case Metric.FailingCount count
            when count.test().bad() instanceof RowTest.BySql by && !values.isByValue(count) ->
            aggregates.put(metric, filtered(countIf(count.test(), by), count.where()));
        default -> {}
      }
    }
    Set<Metric> present = presence(aggregates);
    aggregate(List.copyOf(present), aggregates);
    List<Metric> metrics =
        aggregates.keySet().stream().filter(metric -> !present.contains(metric)).toList();
    for (int from = 0; from < metrics.size(); from += AGGREGATES_AT_ONCE) {
      int to = Math.min(metrics.size(), from + AGGREGATES_AT_ONCE);
      aggregate(metrics.subList(from, to), aggregates);
    }
  }

  /// Counts of values in columns of which nothing else is asked: in a statement of their own, which
  /// a file's statistics may answer.
  private static Set<Metric> presence(Map<Metric, String> aggregates) {
    String others =
        aggregates.entrySet().stream()
            .filter(entry -> !isCountOfValues(entry.getKey()))
            .map(Map.Entry::getValue)
            .collect(Collectors.joining());
    Set<Metric> counts = new LinkedHashSet<>();
    aggregates.forEach((metric, aggregate) -> {
      String column = aggregate.substring(aggregate.indexOf('(') + 1, aggregate.length() - 1);
      if (isCountOfValues(metric) && !others.contains(column)) {
        counts.add(metric);
      }
    });
    return counts;
  }

  private static boolean isCountOfValues(Metric metric) {
    return metric instanceof Metric.Scalar(String aggregate, String where)
        && where.equals("TRUE")
        && aggregate.startsWith("count(\"");
  }

  private static String countIf(RowTest test, RowTest.BySql by) {
    return isOfPresentValues(test)
        ? "count_if(" + by.sql() + ")"
        : "count_if(" + test.judgedSql() + " AND (" + by.sql() + "))";
  }

  /// Whether what is bad is never missing, so that it need not be asked.
  private static boolean isOfPresentValues(RowTest test) {
    return test.columns().size() == 1 && test.judged() == RowTest.Judged.ANY_PRESENT;
  }

  private static String filtered(String aggregate, String where) {
    return where.equals("TRUE") ? aggregate : aggregate + " FILTER (WHERE " + where + ")";
  }

  private void aggregate(List<Metric> metrics, Map<Metric, String> aggregates) {
    if (metrics.isEmpty()) {
      return;
    }
    String columns = metrics.stream().map(aggregates::get).collect(Collectors.joining(", "));
    statements.attempt(
        metrics,
        () ->
            statements.run(
                Pass.Kind.AGGREGATE,
                metrics.size() + " figures",
                metrics.size(),
                "SELECT " + columns + " FROM " + batch.sql(),
                row -> {
                  for (int i = 0; i < metrics.size(); i++) {
                    answers.put(metrics.get(i), row.value(i + 1));
                  }
                }),
        half -> aggregate(half, aggregates));
  }

  // ---- Order, queries

  private void steps(Metric.Steps metric) {
    String present =
        "(%s) AND %s IS NOT NULL".formatted(metric.where(), SqlSession.name(metric.column()));
    String sql =
        "SELECT count_if(%s) FROM %s"
            .formatted(
                metric.broken(), FailingRows.stepping(metric.column(), batch.sql(), present));
    statements.attempt(
        metric,
        () ->
            statements.run(
                Pass.Kind.WINDOW,
                metric.column(),
                1,
                sql,
                row -> answers.put(metric, row.number(1))));
  }

  private void query(Metric.Query metric) {
    statements.attempt(
        metric,
        () ->
            statements.timed(
                Pass.Kind.QUERY,
                metric.sql(),
                1,
                () -> answers.put(metric, session.query(metric.sql(), Cells::of))));
  }

  // ---- Examples

  private void failing(Metric.Failing metric) {
    String columns =
        metric.columns().stream()
            .map(SqlSession::name)
            .collect(Collectors.joining(", ", FailingRows.POSITION + ", ", ""));
    examples(
        metric,
        metric.test(),
        () -> {
          FailingRows rows = failingRows(metric.test(), metric.where());
          String sql = "SELECT %s FROM %s WHERE %s".formatted(columns, rows.from(), rows.where());
          return isStreamed(metric.test())
              ? StreamedExamples.first(session, sql, isBad(metric.test()), metric.limit())
              : session.query(sql + " LIMIT " + metric.limit(), Cells::example);
        });
  }

  private void failingCounts(Metric.FailingCounts metric) {
    String columns =
        metric.test().columns().stream().map(SqlSession::name).collect(Collectors.joining(", "));
    examples(
        metric,
        metric.test(),
        () -> {
          FailingRows rows = failingRows(metric.test(), metric.where());
          String sql =
              "SELECT count(*) AS %5$s, %1$s, min(%2$s) AS %2$s FROM %3$s WHERE %4$s GROUP BY %1$s"
                  .formatted(columns, FailingRows.POSITION, rows.from(), rows.where(), COUNT);
          return isStreamed(metric.test())
              ? StreamedExamples.frequent(session, sql, isBad(metric.test()), metric.limit())
              : session.query(
                  "SELECT * EXCLUDE (%1$s) FROM (%2$s) ORDER BY %3$s DESC, %1$s LIMIT %4$d"
                      .formatted(FailingRows.POSITION, sql, COUNT, metric.limit()),
                  Cells::example);
        });
  }

  private void examples(Metric metric, RowTest test, Supplier<List<Cells>> find) {
    String what = String.join(", ", test.columns());
    statements.attempt(
        metric,
        () -> statements.timed(Pass.Kind.EXAMPLES, what, 1, () -> answers.put(metric, find.get())));
  }

  private FailingRows failingRows(RowTest test, String where) {
    return FailingRows.of(batch, test, where, values.badValues(test));
  }

  private boolean isStreamed(RowTest test) {
    return test.bad() instanceof RowTest.ByValue && values.badValues(test).isEmpty();
  }

  private static Predicate<Object> isBad(RowTest test) {
    return ((RowTest.ByValue) test.bad()).test();
  }
}
