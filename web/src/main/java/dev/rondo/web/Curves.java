package dev.rondo.web;

import dev.rondo.kernel.Caller;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.MetricSample;
import dev.rondo.ledger.RunData;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunMetric;
import dev.rondo.ledger.Runs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Draws the histories of metrics: a chart for each, with a line for each run.
final class Curves {
  /// How many are drawn that nobody has asked for by name.
  private static final int MOST = 12;

  /// In how many metrics a history is looked for.
  private static final int TRIED = 40;

  private static final int STEPS = 400;
  private static final String OF_MACHINE = "system/";

  private final Runs runs;

  Curves(Runs runs) {
    this.runs = runs;
  }

  /// @param isOverTime whether its points have times, but no steps of their own
  record Curve(String key, boolean isOverTime, Chart chart) {}

  /// @param isAll whether no other metric may have a history
  record Drawn(List<Curve> curves, boolean isAll) {
    static final Drawn NONE = new Drawn(List.of(), true);

    boolean isEmpty() {
      return curves.isEmpty();
    }
  }

  /// @param wanted the keys of those to draw; the first ones when there are none
  Drawn of(Caller caller, List<RunData> of, List<String> wanted) {
    List<String> keys =
        wanted.isEmpty() ? keys(of) : wanted.stream().distinct().limit(MOST).toList();
    List<Curve> drawn = new ArrayList<>();
    int tried = 0;
    while (tried < keys.size() && tried < TRIED && drawn.size() < MOST) {
      curve(caller, of, keys.get(tried++)).ifPresent(drawn::add);
    }
    return new Drawn(drawn, wanted.isEmpty() && tried == keys.size());
  }

  /// Those that the machine is watched by come last.
  private static List<String> keys(List<RunData> of) {
    return of.stream()
        .flatMap(run -> run.metrics().stream().map(Metric::key))
        .distinct()
        .sorted(
            Comparator.comparing((String key) -> key.startsWith(OF_MACHINE))
                .thenComparing(key -> key))
        .toList();
  }

  private Optional<Curve> curve(Caller caller, List<RunData> of, String key) {
    List<RunId> ids = of.stream().map(run -> run.run().id()).toList();
    MetricSample sample = new MetricSample(ids, key, Long.MIN_VALUE, Long.MAX_VALUE, STEPS);
    Map<RunId, List<Metric>> points =
        runs.sample(caller, sample).stream()
            .filter(point -> point.metric().isFinite())
            .collect(
                Collectors.groupingBy(
                    RunMetric::run,
                    LinkedHashMap::new,
                    Collectors.mapping(RunMetric::metric, Collectors.toList())));
    return points.values().stream().anyMatch(some -> some.size() > 1)
        ? Optional.of(curve(ids, key, points))
        : Optional.empty();
  }

  private static Curve curve(List<RunId> ids, String key, Map<RunId, List<Metric>> points) {
    boolean isOverTime =
        points.values().stream().flatMap(List::stream).map(Metric::step).distinct().count() == 1;
    Chart chart = (isOverTime ? Chart.overTime("") : Chart.overSteps("")).compact();
    for (int i = 0; i < ids.size(); i++) {
      List<double[]> line =
          points.getOrDefault(ids.get(i), List.of()).stream()
              .map(one ->
                  new double[] {
                    isOverTime ? one.timestamp().toEpochMilli() : one.step(), one.value()
                  })
              .toList();
      chart.line(ids.size() == 1 ? key : letter(i), line, false);
    }
    return new Curve(key, isOverTime, chart);
  }

  /// What runs that are held side by side are called in charts.
  static String letter(int run) {
    return Character.toString('A' + run);
  }
}
