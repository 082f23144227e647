package dev.rondo.api.metric;

import dev.rondo.serving.ServingMetrics;
import dev.rondo.serving.ServingMetrics.ModelCounters;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Requests, rows and latencies of every model version at its endpoint, and the prediction log. A
/// request's label `code` is `ok` or the problem that it ended with.
public final class ServingCollector implements MultiCollector {
  private static final List<Double> BOUNDS = bounds();

  private final Supplier<ServingMetrics> metrics;

  /// @param metrics the counters now
  public ServingCollector(Supplier<ServingMetrics> metrics) {
    this.metrics = metrics;
  }

  private static List<Double> bounds() {
    List<Double> bounds = new ArrayList<>(ServingMetrics.LATENCY_BOUNDS);
    bounds.add(Double.POSITIVE_INFINITY);
    return List.copyOf(bounds);
  }

  @Override
  public MetricSnapshots collect() {
    ServingMetrics now = metrics.get();
    return MetricSnapshots.of(
        requests(now.models()),
        rows(now.models()),
        durations(now.models()),
        counter(
            "rondo_prediction_log_records", "Predictions taken to be logged", now.log().accepted()),
        counter(
            "rondo_prediction_log_lost", "Predictions that could not be logged", now.log().lost()),
        GaugeSnapshot.builder()
            .name("rondo_prediction_log_waiting")
            .help("Predictions that are not on disk yet")
            .dataPoint(
                GaugeDataPointSnapshot.builder()
                    .value(now.log().waiting())
                    .labels(Labels.EMPTY)
                    .build())
            .build());
  }

  private static CounterSnapshot requests(List<ModelCounters> models) {
    var requests =
        CounterSnapshot.builder().name("rondo_inference_requests").help("Requests to models");
    for (ModelCounters model : models) {
      requests.dataPoint(point(labels(model).add("code", "ok"), model.requests()));
      model
          .failures()
          .forEach(
              (code, count) -> requests.dataPoint(point(labels(model).add("code", code), count)));
    }
    return requests.build();
  }

  private static CounterSnapshot rows(List<ModelCounters> models) {
    var rows = CounterSnapshot.builder().name("rondo_inference_rows").help("Predicted rows");
    models.forEach(model -> rows.dataPoint(point(labels(model), model.rows())));
    return rows.build();
  }

  private static HistogramSnapshot durations(List<ModelCounters> models) {
    var durations =
        HistogramSnapshot.builder()
            .name("rondo_inference_duration_seconds")
            .help("From the call to the answer, without transport");
    for (ModelCounters model : models) {
      durations.dataPoint(
          HistogramDataPointSnapshot.builder()
              .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, model.latencyCounts()))
              .sum(model.latencySeconds())
              .labels(labels(model))
              .build());
    }
    return durations.build();
  }

  private static Labels labels(ModelCounters model) {
    return Labels.of(
        "project",
        model.project(),
        "endpoint",
        model.endpoint(),
        "model",
        model.model(),
        "version",
        String.valueOf(model.version()));
  }

  private static CounterSnapshot counter(String name, String help, long value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(point(Labels.EMPTY, value))
        .build();
  }

  private static CounterDataPointSnapshot point(Labels labels, long value) {
    return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
