package dev.rondo.ledger;

import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  private static final String NAN = "NaN";
  private static final Comparator<Metric> BY_AGE =
      Comparator.comparingLong(Metric::step)
          .thenComparing(Metric::timestamp)
          .thenComparingDouble(Metric::value);

  private MetricTable() {}

  /// Adds points; one that is there already is not stored twice.
  static void insert(Transaction tx, String project, long run, List<Metric> metrics) {
    Map<String, Metric> latest = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      latest.merge(metric.key(), metric, (a, b) -> BY_AGE.compare(a, b) > 0 ? a : b);
    }
    Map<String, Long> ids = new LinkedHashMap<>();
    latest.forEach((key, metric) -> ids.put(key, advance(tx, project, run, metric)));
    List<Object[]> rows = new ArrayList<>(metrics.size());
    for (Metric metric : metrics) {
      rows.add(
          new Object[] {
            ids.getOrDefault(metric.key(), 0L),
            metric.step(),
            metric.timestamp().toEpochMilli(),
            stored(metric.value())
          });
    }
    tx.updateAll(
        "INSERT OR IGNORE INTO run_metric_point (metric, step, time, value) VALUES (?, ?, ?, ?)",
        rows);
  }

  /// Moves the latest point forward, never back, and returns the key's integer.
  private static long advance(Transaction tx, String project, long run, Metric metric) {
    tx.update(
        """
        INSERT INTO run_metric (run, project, key, step, time, value) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (run, key) DO UPDATE
        SET step = excluded.step, time = excluded.time, value = excluded.value
        WHERE (excluded.step, excluded.time, excluded.value) > (step, time, value)
        """,
        run,
        project,
        metric.key(),
        metric.step(),
        metric.timestamp(),
        stored(metric.value()));
    return tx.find(
            "SELECT id FROM run_metric WHERE run = ? AND key = ?",
            row -> row.number("id"),
            run,
            metric.key())
        .orElseThrow();
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

  static Object stored(double value) {
    return Double.isNaN(value) ? NAN : (Object) value;
  }

  static Metric metric(Row row) {
    double value = row.text("value").equals(NAN) ? Double.NaN : row.real("value");
    return new Metric(row.text("key"), value, row.time("time"), row.number("step"));
  }
}
