package dev.rondo.ledger;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Chooses points for a chart: of few, those of every n-th step that occurs; of many, those of the
/// steps next to evenly spread ones, each found by one look into the points, which lie in the order
/// of their steps. The last step and each run's first and last are always among them. Where a run
/// has many points at one step, every n-th of them is taken.
final class MetricSampler {
  /// So many points are gone over one by one.
  private static final int FEW = 20_000;

  private final Transaction tx;
  private final MetricSample sample;
  private final List<Curve> curves;

  /// A run's points.
  ///
  /// @param metric the integer by which the points are known
  /// @param first the lowest step within what is asked
  private record Curve(RunId run, long metric, long first, long last) {}

  MetricSampler(Transaction tx, ProjectName project, MetricSample sample) {
    this.tx = tx;
    this.sample = sample;
    this.curves = sample.runs().stream().flatMap(run -> curve(project, run).stream()).toList();
  }

  private Optional<Curve> curve(ProjectName project, RunId run) {
    return tx.find(
            """
            SELECT m.id,
              (SELECT min(step) FROM run_metric_point WHERE metric = m.id AND step >= ?3) AS low,
              (SELECT max(step) FROM run_metric_point WHERE metric = m.id AND step <= ?4) AS high
            FROM run r JOIN run_metric m ON m.run = r.key AND m.key = ?5
            WHERE r.project = ?1 AND r.id = ?2
            """,
            row -> curve(run, row),
            project,
            run,
            sample.first(),
            sample.last(),
            sample.key())
        .flatMap(found -> found);
  }

  private static Optional<Curve> curve(RunId run, Row row) {
    var low = row.optionalNumber("low");
    var high = row.optionalNumber("high");
    return low.isPresent() && high.isPresent() && low.getAsLong() <= high.getAsLong()
        ? Optional.of(new Curve(run, row.number("id"), low.getAsLong(), high.getAsLong()))
        : Optional.empty();
  }

  /// By run as asked, step, time and value.
  List<RunMetric> points() {
    List<RunMetric> points = new ArrayList<>();
    if (!curves.isEmpty()) {
      SortedSet<Long> steps = isFew() ? everyNth() : spread();
      curves.forEach(curve -> points.addAll(points(curve, steps)));
    }
    return points;
  }

  private boolean isFew() {
    int left = FEW;
    for (Curve curve : curves) {
      left -=
          tx.find(
                  """
                  SELECT count(*) AS n FROM (SELECT 1 FROM run_metric_point
                    WHERE metric = ? AND step BETWEEN ? AND ? LIMIT ?)
                  """,
                  row -> (int) row.number("n"),
                  curve.metric(),
                  curve.first(),
                  curve.last(),
                  left)
              .orElse(0);
      if (left <= 0) {
        return false;
      }
    }
    return true;
  }

  private SortedSet<Long> everyNth() {
    SortedSet<Long> all = new TreeSet<>();
    for (Curve curve : curves) {
      all.addAll(
          tx.list(
              "SELECT DISTINCT step FROM run_metric_point WHERE metric = ? AND step BETWEEN ? AND ?",
              row -> row.number("step"),
              curve.metric(),
              curve.first(),
              curve.last()));
    }
    int every = Math.ceilDiv(all.size(), sample.steps());
    SortedSet<Long> chosen = ends();
    int i = 0;
    for (long step : all) {
      if (i++ % every == 0) {
        chosen.add(step);
      }
    }
    return chosen;
  }

  private SortedSet<Long> ends() {
    SortedSet<Long> ends = new TreeSet<>();
    curves.forEach(curve -> {
      ends.add(curve.first());
      ends.add(curve.last());
    });
    return ends;
  }

  /// The step that comes next after each of so many evenly spread ones, whichever run has it.
  private SortedSet<Long> spread() {
    SortedSet<Long> chosen = ends();
    long first = chosen.first();
    double width = ((double) chosen.last() - first) / sample.steps();
    List<Long> metrics = curves.stream().map(Curve::metric).toList();
    List<Long> targets = new ArrayList<>();
    for (int i = 1; i < sample.steps(); i++) {
      targets.add(first + (long) (i * width));
    }
    chosen.addAll(
        tx.list(
            """
            SELECT DISTINCT (SELECT min((SELECT p.step FROM run_metric_point p
                WHERE p.metric = m.value AND p.step >= t.value ORDER BY p.step LIMIT 1))
              FROM json_each(?) m) AS step FROM json_each(?) t
            """,
            row -> row.optionalNumber("step").orElse(first),
            Json.write(metrics),
            Json.write(targets)));
    return chosen;
  }

  private List<RunMetric> points(Curve curve, SortedSet<Long> chosen) {
    String steps = Json.write(chosen);
    List<RunMetric> points = read(curve, steps, 1, chosen.size(), chosen.size() + 1);
    if (points.size() <= chosen.size()) {
      return points;
    }
    long count =
        tx.find(
                "SELECT count(*) AS n FROM json_each(?) j"
                    + " CROSS JOIN run_metric_point p ON p.metric = ? AND p.step = j.value",
                row -> row.number("n"),
                steps,
                curve.metric())
            .orElse(0L);
    return read(curve, steps, Math.ceilDiv(count, sample.steps()), count - 1, sample.steps() + 1);
  }

  /// Every n-th point, and the last one.
  private List<RunMetric> read(Curve curve, String steps, long every, long last, int limit) {
    return tx.list(
        """
        SELECT key, step, time, value FROM (
          SELECT ?1 AS key, p.step, p.time, p.value, %s AS n FROM json_each(?2) j
          CROSS JOIN run_metric_point p ON p.metric = ?3 AND p.step = j.value)
        WHERE n %% ?4 = 0 OR n = ?6 ORDER BY step, time, value LIMIT ?5
        """
            .formatted(
                every == 1 ? "0" : "row_number() OVER (ORDER BY p.step, p.time, p.value) - 1"),
        row -> new RunMetric(curve.run(), MetricTable.metric(row)),
        sample.key(),
        steps,
        curve.metric(),
        every,
        limit,
        last);
  }
}
