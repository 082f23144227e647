package dev.rondo.quality.expectation;

import dev.rondo.data.SqlRow;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.expectation.Metric.Fold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Measures the metrics of a round in as few scans as there can be:
///
/// - one SELECT for every aggregate, among them the counts of bad rows that SQL can tell; a row
///   condition is a FILTER of its aggregates, so that all conditions share the scan;
/// - one GROUP BY for every column with few values of which the distinct ones are wanted, or a test
///   is costly or made by Java: it is made once for each value and not for each row;
/// - one pass through the values in Java where there are many and only Java can test them;
/// - one GROUP BY for every key; one SELECT for all quantiles; one window for each order;
/// - and one scan for each test that failed, which ends as soon as it has enough examples.
///
/// A statement that fails is split until it is known which metric is to blame.
final class Measurement {
  private static final int AGGREGATES_AT_ONCE = 400;
  private static final String COUNT = "\"rondo:count\"";
  private static final int SAMPLE = 10_000;
  private static final int KEPT_VALUES = 1_000;
  private static final int KEPT_LENGTH = 1_000_000;

  private final Batch batch;
  private final SqlSession session;
  private final Answers answers;
  private final List<Pass> passes;
  private final Map<String, Boolean> isRepetitive = new HashMap<>();
  private final Map<RowTest, List<Object>> badValues = new HashMap<>();

  /// @param passes gets every statement that is run
  Measurement(Batch batch, Answers answers, List<Pass> passes) {
    this.batch = batch;
    this.session = batch.session();
    this.answers = answers;
    this.passes = passes;
  }

  /// Answers every metric that has no answer yet.
  void measure(SequencedSet<Metric> wanted) {
    SequencedSet<Metric> open = figures(wanted);
    dictionaries(open);
    repeats(open);
    quantiles(of(open, Metric.Quantile.class));
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
    of(open, Metric.Quantile.class).forEach(quantile -> open.add(valuesOf(quantile)));
    of(open, Metric.FailingCount.class).forEach(count -> open.addAll(parts(count)));
    open.removeIf(answers::has);
    lookAtSample(open);
    aggregates(open);
    return open;
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
    attempt(
        count,
        () -> {
          switch (count.test().bad()) {
            case RowTest.ByPresence by -> {
              long rows = answers.count(count.counts().getFirst());
              long values = answers.count(count.counts().getLast());
              answers.put(count, by.badWhenMissing() ? rows - values : values);
            }
            case RowTest.ByRepeats _ ->
                answers.put(count, answers.as(count.repeats(), Repeated.class).rows());
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
    timed(
        Pass.Kind.QUERY,
        String.join(", ", count.test().columns()),
        1,
        () ->
            session.forEach(
                "SELECT count(*) FROM %s WHERE %s".formatted(rows.from(), rows.where()),
                row -> answers.put(count, row.number(1))));
  }

  // ---- Which way

  /// Looks which columns have few values, where a test is better made for each value.
  private void lookAtSample(SequencedSet<Metric> open) {
    List<String> columns =
        of(open, Metric.FailingCount.class).stream()
            .map(Metric.FailingCount::test)
            .filter(test -> test.columns().size() == 1 && isBetterByValue(test))
            .map(test -> test.columns().getFirst())
            .distinct()
            .filter(column -> !isRepetitive.containsKey(column))
            .toList();
    if (!columns.isEmpty()) {
      sample(columns);
    }
  }

  private static boolean isBetterByValue(RowTest test) {
    return test.bad() instanceof RowTest.ByValue
        || test.bad() instanceof RowTest.BySql by && by.costly();
  }

  private void sample(List<String> columns) {
    String names = columns.stream().map(SqlSession::name).collect(Collectors.joining(", "));
    String counts =
        columns.stream()
            .map(column -> "count(DISTINCT " + SqlSession.name(column) + ")")
            .collect(Collectors.joining(", "));
    timed(
        Pass.Kind.SAMPLE,
        columns.size() + " columns",
        columns.size(),
        () ->
            session.forEach(
                "SELECT count(*), %s FROM (SELECT %s FROM %s LIMIT %d)"
                    .formatted(counts, names, batch.sql(), SAMPLE),
                row -> {
                  for (int i = 0; i < columns.size(); i++) {
                    isRepetitive.put(columns.get(i), row.number(i + 2) * 4 <= row.number(1));
                  }
                }));
  }

  private static Metric.Scalar valuesOf(Metric.Quantile quantile) {
    return new Metric.Scalar("count(" + SqlSession.name(quantile.column()) + ")", quantile.where());
  }

  // ---- Aggregates

  private void aggregates(SequencedSet<Metric> open) {
    Map<Metric, String> aggregates = new LinkedHashMap<>();
    for (Metric metric : open) {
      switch (metric) {
        case Metric.Scalar(String aggregate, String where) ->
            aggregates.put(metric, filtered(aggregate, where));
        case Metric.FailingCount(RowTest test, String where)
            when test.bad() instanceof RowTest.BySql by && !isByDictionary(test) ->
            aggregates.put(
                metric,
                filtered(
                    isOfPresentValues(test)
                        ? "count_if(" + by.sql() + ")"
                        : "count_if(" + test.judgedSql() + " AND (" + by.sql() + "))",
                    where));
        default -> {}
      }
    }
    List<Map.Entry<Metric, String>> entries = List.copyOf(aggregates.entrySet());
    for (int from = 0; from < entries.size(); from += AGGREGATES_AT_ONCE) {
      aggregate(entries.subList(from, Math.min(entries.size(), from + AGGREGATES_AT_ONCE)));
    }
  }

  /// Whether what is bad is never missing, so that it need not be asked.
  private static boolean isOfPresentValues(RowTest test) {
    return test.columns().size() == 1 && test.judged() == RowTest.Judged.ANY_PRESENT;
  }

  private boolean isByDictionary(RowTest test) {
    return test.columns().size() == 1
        && isBetterByValue(test)
        && isRepetitive.getOrDefault(test.columns().getFirst(), false);
  }

  private static String filtered(String aggregate, String where) {
    return where.equals("TRUE") ? aggregate : aggregate + " FILTER (WHERE " + where + ")";
  }

  private void aggregate(List<Map.Entry<Metric, String>> entries) {
    String columns = entries.stream().map(Map.Entry::getValue).collect(Collectors.joining(", "));
    try {
      timed(
          Pass.Kind.AGGREGATE,
          entries.size() + " figures",
          entries.size(),
          () ->
              session.forEach(
                  "SELECT " + columns + " FROM " + batch.sql(),
                  row -> {
                    for (int i = 0; i < entries.size(); i++) {
                      answers.put(entries.get(i).getKey(), row.value(i + 1));
                    }
                  }));
    } catch (Problem e) {
      requireGoingOn(e);
      if (entries.size() == 1) {
        answers.fail(entries.getFirst().getKey(), e);
      } else {
        aggregate(entries.subList(0, entries.size() / 2));
        aggregate(entries.subList(entries.size() / 2, entries.size()));
      }
    }
  }

  // ---- Values

  private record Column(String name, String where) {}

  private void dictionaries(SequencedSet<Metric> open) {
    Map<Column, List<Metric>> byColumn = new LinkedHashMap<>();
    for (Metric metric : open) {
      switch (metric) {
        case Metric.Distinct(String column, String where, _) ->
            byColumn.computeIfAbsent(new Column(column, where), _ -> new ArrayList<>()).add(metric);
        case Metric.FailingCount(RowTest test, String where)
            when test.bad() instanceof RowTest.ByValue || isByDictionary(test) ->
            byColumn
                .computeIfAbsent(
                    new Column(test.columns().getFirst(), where), _ -> new ArrayList<>())
                .add(metric);
        default -> {}
      }
    }
    byColumn.forEach(this::dictionary);
  }

  private void dictionary(Column column, List<Metric> metrics) {
    boolean isGrouped =
        metrics.stream().anyMatch(Metric.Distinct.class::isInstance)
            || isRepetitive.getOrDefault(column.name, false);
    List<ValueCounter> counters = new ArrayList<>();
    for (Metric metric : metrics) {
      counters.add(counter(metric));
    }
    try {
      timed(
          isGrouped ? Pass.Kind.DICTIONARY : Pass.Kind.STREAM,
          column.name,
          metrics.size(),
          () ->
              session.forEach(
                  values(column, isGrouped, counters),
                  row -> {
                    Object value = row.value(1);
                    for (int i = 0; i < counters.size(); i++) {
                      counters.get(i).accept(row, i + 3, value, row.number(2));
                    }
                  }));
      counters.forEach(ValueCounter::answer);
    } catch (Problem e) {
      requireGoingOn(e);
      fail(metrics, e, metric -> dictionary(column, List.of(metric)));
    }
  }

  /// One to blame fails; of several each is tried alone.
  private <M extends Metric> void fail(
      List<M> metrics, Problem problem, java.util.function.Consumer<M> alone) {
    if (metrics.size() == 1) {
      answers.fail(metrics.getFirst(), problem);
    } else {
      metrics.forEach(alone);
    }
  }

  private String values(Column column, boolean isGrouped, List<ValueCounter> counters) {
    String name = SqlSession.name(column.name);
    String flags =
        counters.stream().map(counter -> ", " + counter.sql()).collect(Collectors.joining());
    String source =
        isGrouped
            ? "(SELECT %1$s, count(*) AS %4$s FROM %2$s WHERE %3$s GROUP BY %1$s)"
            : "(SELECT %1$s, 1 AS %4$s FROM %2$s WHERE %3$s)";
    return "SELECT %s, %s%s FROM %s"
        .formatted(name, COUNT, flags, source.formatted(name, batch.sql(), column.where, COUNT));
  }

  private ValueCounter counter(Metric metric) {
    return switch (metric) {
      case Metric.Distinct distinct -> new Folding(distinct, distinct.fold().get());
      case Metric.FailingCount count -> new Counting(count);
      default -> throw new IllegalArgumentException(metric.toString());
    };
  }

  /// Takes in the values of a column, one at a time with its count.
  private interface ValueCounter {
    /// What the engine is to say of each value beside it.
    String sql();

    void accept(SqlRow row, int flag, @Nullable Object value, long count);

    void answer();
  }

  private final class Folding implements ValueCounter {
    private final Metric metric;
    private final Fold fold;

    Folding(Metric metric, Fold fold) {
      this.metric = metric;
      this.fold = fold;
    }

    @Override
    public String sql() {
      return "NULL";
    }

    @Override
    public void accept(SqlRow row, int flag, @Nullable Object value, long count) {
      fold.accept(value, count);
    }

    @Override
    public void answer() {
      answers.put(metric, fold.result());
    }
  }

  private final class Counting implements ValueCounter {
    private final Metric.FailingCount metric;
    private final List<Object> values = new ArrayList<>();
    private long length;
    private long bad;

    Counting(Metric.FailingCount metric) {
      this.metric = metric;
    }

    @Override
    public String sql() {
      RowTest test = metric.test();
      return test.bad() instanceof RowTest.BySql by
          ? "CAST(coalesce(" + test.judgedSql() + " AND (" + by.sql() + "), FALSE) AS INTEGER)"
          : "NULL";
    }

    @Override
    public void accept(SqlRow row, int flag, @Nullable Object value, long count) {
      boolean isBad =
          metric.test().bad() instanceof RowTest.ByValue by
              ? value != null && by.test().test(value)
              : row.number(flag) != 0;
      if (isBad) {
        bad += count;
        if (value != null && isKept()) {
          values.add(value);
          length += value instanceof String text ? text.length() : 0;
        }
      }
    }

    /// Whether there are so few that a statement can name them.
    private boolean isKept() {
      return values.size() <= KEPT_VALUES && length <= KEPT_LENGTH;
    }

    @Override
    public void answer() {
      answers.put(metric, bad);
      if (isKept()) {
        badValues.put(metric.test(), values);
      }
    }
  }

  // ---- Keys, quantiles, order, queries

  /// How often keys are repeated.
  ///
  /// @param keys distinct ones
  /// @param rows with a key that others have too
  record Repeated(long keys, long rows) {}

  /// Keys of one column first, since others follow from them.
  private void repeats(SequencedSet<Metric> open) {
    Set<Metric.Repeats> unique =
        of(open, Metric.FailingCount.class).stream()
            .filter(count -> count.test().bad() instanceof RowTest.ByRepeats)
            .map(Metric.FailingCount::repeats)
            .collect(Collectors.toSet());
    of(open, Metric.Repeats.class).stream()
        .sorted(Comparator.comparingInt(repeats -> repeats.key().columns().size()))
        .forEach(
            repeats -> attempt(repeats, () -> answers.put(repeats, repeated(repeats, unique))));
  }

  private Repeated repeated(Metric.Repeats metric, Set<Metric.Repeats> unique) {
    return knownFromPart(metric)
        .or(() -> unique.contains(metric) ? provenUnique(metric) : Optional.empty())
        .orElseGet(() -> countRepeated(metric));
  }

  /// A key is never repeated when one of its columns has a value of its own in every row.
  private Optional<Repeated> knownFromPart(Metric.Repeats metric) {
    if (metric.key().columns().size() < 2) {
      return Optional.empty();
    }
    Metric rows = new Metric.Scalar("count(*)", metric.where());
    return metric.key().columns().stream()
        .map(column ->
            new Metric.Repeats(
                new Metric.Key(List.of(column), RowTest.Judged.ANY_PRESENT.sql(List.of(column))),
                metric.where()))
        .filter(answers::has)
        .map(part -> answers.as(part, Repeated.class))
        .filter(part -> answers.has(rows) && part.keys() == answers.count(rows))
        .findFirst();
  }

  /// Keys that are to be unique mostly are. As many hashes as rows prove it in less time and memory
  /// than the keys themselves; fewer prove nothing.
  private Optional<Repeated> provenUnique(Metric.Repeats metric) {
    return key(
            metric, "SELECT count(DISTINCT hash(%4$s)), count(*) FROM %1$s WHERE (%2$s) AND %3$s")
        .filter(found -> found.keys() == found.rows())
        .map(found -> new Repeated(found.keys(), 0));
  }

  private Repeated countRepeated(Metric.Repeats metric) {
    return key(
            metric,
            """
            SELECT count(*), coalesce(sum(n) FILTER (WHERE n > 1), 0)
            FROM (SELECT count(*) AS n FROM %s WHERE (%s) AND %s GROUP BY %s)
            """)
        .orElseThrow();
  }

  private Optional<Repeated> key(Metric.Repeats metric, String sql) {
    String columns =
        metric.key().columns().stream().map(SqlSession::name).collect(Collectors.joining(", "));
    List<Repeated> found = new ArrayList<>();
    timed(
        Pass.Kind.KEY,
        String.join(", ", metric.key().columns()),
        1,
        () ->
            session.forEach(
                sql.formatted(batch.sql(), metric.where(), metric.key().present(), columns),
                row -> found.add(new Repeated(row.number(1), row.number(2)))));
    return found.stream().findFirst();
  }

  private void quantiles(List<Metric.Quantile> quantiles) {
    List<Metric.Quantile> answerable = new ArrayList<>();
    for (Metric.Quantile quantile : quantiles) {
      attempt(
          quantile,
          () -> {
            if (answers.count(valuesOf(quantile)) == 0) {
              answers.put(quantile, null);
            } else {
              answerable.add(quantile);
            }
          });
    }
    if (!answerable.isEmpty()) {
      quantile(answerable);
    }
  }

  private void quantile(List<Metric.Quantile> quantiles) {
    QuantileSql sql = new QuantileSql(batch);
    quantiles.forEach(quantile -> sql.add(quantile, answers.count(valuesOf(quantile))));
    try {
      timed(
          Pass.Kind.QUANTILE,
          quantiles.size() + " quantiles",
          quantiles.size(),
          () ->
              session.forEach(
                  "SELECT " + sql.columns() + " FROM " + batch.sql(),
                  row ->
                      quantiles.forEach(
                          quantile -> answers.put(quantile, sql.read(quantile, row)))));
    } catch (Problem e) {
      requireGoingOn(e);
      fail(quantiles, e, quantile -> quantile(List.of(quantile)));
    }
  }

  private void steps(Metric.Steps metric) {
    String present =
        "(%s) AND %s IS NOT NULL".formatted(metric.where(), SqlSession.name(metric.column()));
    String sql =
        "SELECT count_if(%s) FROM %s"
            .formatted(
                metric.broken(), FailingRows.stepping(metric.column(), batch.sql(), present));
    attempt(
        metric,
        () ->
            timed(
                Pass.Kind.WINDOW,
                metric.column(),
                1,
                () -> session.forEach(sql, row -> answers.put(metric, row.number(1)))));
  }

  private void query(Metric.Query metric) {
    attempt(
        metric,
        () ->
            timed(
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
    attempt(
        metric, () -> timed(Pass.Kind.EXAMPLES, what, 1, () -> answers.put(metric, find.get())));
  }

  private FailingRows failingRows(RowTest test, String where) {
    return FailingRows.of(batch, test, where, Optional.ofNullable(badValues.get(test)));
  }

  private boolean isStreamed(RowTest test) {
    return test.bad() instanceof RowTest.ByValue && !badValues.containsKey(test);
  }

  private static Predicate<Object> isBad(RowTest test) {
    return ((RowTest.ByValue) test.bad()).test();
  }

  // ---- Running

  private void attempt(Metric metric, Runnable work) {
    try {
      work.run();
    } catch (Problem e) {
      requireGoingOn(e);
      answers.fail(metric, e);
    }
  }

  private static void requireGoingOn(Problem problem) {
    if (problem.code() == ProblemCode.CANCELLED) {
      throw problem;
    }
  }

  private void timed(Pass.Kind kind, String detail, int answered, Runnable work) {
    long start = System.nanoTime();
    work.run();
    passes.add(new Pass(kind, detail, answered, Duration.ofNanos(System.nanoTime() - start)));
  }
}
