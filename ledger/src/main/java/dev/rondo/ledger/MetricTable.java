package dev.rondo.ledger;

import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Metric points. A run's key has one row with its latest point, and an integer by which the
/// history knows it; the history is clustered by that integer and step, so it is read in one sweep
/// and needs no index. SQLite keeps no NaN, so it stands as the text 'NaN', which sorts after every
/// number; the infinities are kept as they are.
final class MetricTable {
  static final String SCHEMA =
      """
      CREATE TABLE run_metric (
        id INTEGER PRIMARY KEY, run INTEGER NOT NULL, project TEXT NOT NULL, key TEXT NOT NULL,
        step INTEGER NOT NULL, time INTEGER NOT NULL, value NOT NULL);
      CREATE UNIQUE INDEX run_metric_by_key ON run_metric (run, key);
      CREATE TABLE run_metric_point (
        metric INTEGER NOT NULL, step INTEGER NOT NULL, time INTEGER NOT NULL, value NOT NULL,
        PRIMARY KEY (metric, step, time, value)) WITHOUT ROWID
      """;

  /// The key of the run's experiment, so that runs are found and ordered by what was measured.
  static final String SCHEMA_3 =
      """
      ALTER TABLE run_metric ADD COLUMN experiment INTEGER NOT NULL DEFAULT 0;
      UPDATE run_metric SET experiment =
        (SELECT r.experiment FROM run r WHERE r.key = run_metric.run);
      CREATE INDEX run_metric_by_value ON run_metric (experiment, key, value, run)
      """;

  private static final String NAN = "NaN";
  private static final Comparator<Metric> BY_AGE =
      Comparator.comparingLong(Metric::step)
          .thenComparing(Metric::timestamp)
          .thenComparingDouble(Metric::value);

  private MetricTable() {}

  /// Adds points; one that is there already is not stored twice.
  static void insert(Transaction tx, RunKey run, List<Metric> metrics) {
    if (metrics.isEmpty()) {
      return;
    }
    Map<String, Metric> latest = new HashMap<>();
    for (Metric metric : metrics) {
      latest.merge(metric.key(), metric, (a, b) -> BY_AGE.compare(a, b) > 0 ? a : b);
    }
    advance(tx, run, latest.values());
    Map<String, Long> ids = ids(tx, run, latest.keySet());
    tx.updateAll(
        "INSERT OR IGNORE INTO run_metric_point (metric, step, time, value) VALUES (?, ?, ?, ?)",
        metrics.stream()
            .map(metric ->
                new Object[] {
                  ids.getOrDefault(metric.key(), 0L),
                  metric.step(),
                  metric.timestamp().toEpochMilli(),
                  stored(metric.value())
                })
            .toList());
  }

  /// Moves the latest points forward, never back.
  private static void advance(Transaction tx, RunKey run, Collection<Metric> latest) {
    tx.updateAll(
        """
        INSERT INTO run_metric (run, project, experiment, key, step, time, value)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (run, key) DO UPDATE
        SET step = excluded.step, time = excluded.time, value = excluded.value
        WHERE (excluded.step, excluded.time, excluded.value) > (step, time, value)
        """,
        latest.stream()
            .map(metric ->
                new Object[] {
                  run.key(),
                  run.project(),
                  run.experiment(),
                  metric.key(),
                  metric.step(),
                  metric.timestamp(),
                  stored(metric.value())
                })
            .toList());
  }

  private static Map<String, Long> ids(Transaction tx, RunKey run, Set<String> keys) {
    Map<String, Long> ids = new HashMap<>();
    tx.list(
        "SELECT key, id FROM run_metric WHERE run = ? AND key IN (SELECT value FROM json_each(?))",
        row -> ids.put(row.text("key"), row.number("id")),
        run.key(),
        Json.write(keys));
    return ids;
  }

  static List<Metric> latest(Transaction tx, long run) {
    return tx.list(
        "SELECT key, value, time, step FROM run_metric WHERE run = ? ORDER BY key",
        MetricTable::metric,
        run);
  }

  static List<Metric> history(Transaction tx, long run, String key, int limit) {
    return tx.list(
        """
        SELECT m.key, p.value, p.time, p.step FROM run_metric m
        JOIN run_metric_point p ON p.metric = m.id WHERE m.run = ? AND m.key = ?
        ORDER BY p.step, p.time, p.value LIMIT ?
        """,
        MetricTable::metric,
        run,
        key,
        limit);
  }

  static List<Metric> historyAfter(Transaction tx, long run, Metric after, int limit) {
    return tx.list(
        """
        SELECT m.key, p.value, p.time, p.step FROM run_metric m
        JOIN run_metric_point p ON p.metric = m.id WHERE m.run = ? AND m.key = ?
          AND (p.step, p.time, p.value) > (?, ?, ?)
        ORDER BY p.step, p.time, p.value LIMIT ?
        """,
        MetricTable::metric,
        run,
        after.key(),
        after.step(),
        after.timestamp(),
        stored(after.value()),
        limit);
  }

  /// The points lie by step. Those of a long curve are read off there when their times grow with
  /// their steps, which is looked at once, for the first page; else all of them are looked at for
  /// each page.
  static MetricPage page(
      Transaction tx, long run, String key, Optional<MetricPage.Place> after, int limit) {
    boolean isByStep =
        after
            .map(MetricPage.Place::isByStep)
            .orElseGet(() -> isLonger(tx, run, key, limit) && isByStep(tx, run, key));
    Optional<Metric> point = after.map(MetricPage.Place::point);
    int wanted = limit + 1;
    List<Metric> points =
        isByStep
            ? point
                .map(last -> historyAfter(tx, run, last, wanted))
                .orElseGet(() -> history(tx, run, key, wanted))
            : byTime(tx, run, key, point, wanted);
    return points.size() < wanted
        ? new MetricPage(points, Optional.empty())
        : new MetricPage(
            points.subList(0, limit),
            Optional.of(new MetricPage.Place(points.get(limit - 1), isByStep)));
  }

  private static boolean isLonger(Transaction tx, long run, String key, int limit) {
    return tx.find(
            """
            SELECT 1 AS n FROM run_metric m CROSS JOIN run_metric_point p ON p.metric = m.id
            WHERE m.run = ? AND m.key = ? LIMIT 1 OFFSET ?
            """,
            row -> row.number("n"),
            run,
            key,
            limit)
        .isPresent();
  }

  private static boolean isByStep(Transaction tx, long run, String key) {
    return tx.find(
            """
            SELECT 1 AS n FROM (
              SELECT p.time, lag(p.time) OVER (ORDER BY p.step, p.time, p.value) AS before
              FROM run_metric_point p
              WHERE p.metric = (SELECT m.id FROM run_metric m WHERE m.run = ? AND m.key = ?))
            WHERE before > time LIMIT 1
            """,
            row -> row.number("n"),
            run,
            key)
        .isEmpty();
  }

  /// No more than a page of all points is held and sorted.
  private static List<Metric> byTime(
      Transaction tx, long run, String key, Optional<Metric> after, int limit) {
    List<Object> arguments = new ArrayList<>(List.of(run, key));
    after.ifPresent(
        point -> arguments.addAll(List.of(point.timestamp(), point.step(), stored(point.value()))));
    arguments.add(limit);
    return tx.list(
        """
        SELECT m.key, p.value, p.time, p.step FROM run_metric m
        CROSS JOIN run_metric_point p ON p.metric = m.id WHERE m.run = ? AND m.key = ?%s
        ORDER BY p.time, p.step, p.value LIMIT ?
        """
            .formatted(after.isPresent() ? " AND (p.time, p.step, p.value) > (?, ?, ?)" : ""),
        MetricTable::metric,
        arguments.toArray());
  }

  static Object stored(double value) {
    return Double.isNaN(value) ? NAN : (Object) value;
  }

  static Metric metric(Row row) {
    double value = row.text("value").equals(NAN) ? Double.NaN : row.real("value");
    return new Metric(row.text("key"), value, row.time("time"), row.number("step"));
  }
}
