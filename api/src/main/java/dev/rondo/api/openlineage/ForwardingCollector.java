package dev.rondo.api.openlineage;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// What each receiver of OpenLineage events has taken, and what waits for it.
final class ForwardingCollector implements MultiCollector {
  private final Supplier<List<Standing.Figures>> figures;

  ForwardingCollector(Supplier<List<Standing.Figures>> figures) {
    this.figures = figures;
  }

  @Override
  public MetricSnapshots collect() {
    List<Standing.Figures> now = figures.get();
    if (now.isEmpty()) {
      return MetricSnapshots.of();
    }
    return MetricSnapshots.of(
        counter("rondo_openlineage_sent", "Events that the receiver took", now, f -> f.sent()),
        counter("rondo_openlineage_refused", "Events that were left out", now, f -> f.refused()),
        gauge("rondo_openlineage_waiting", "Facts that are to be sent", now, f -> f.waiting()),
        gauge(
            "rondo_openlineage_up",
            "Whether the receiver took what it was sent last",
            now,
            f -> f.failures() == 0 ? 1 : 0));
  }

  private static CounterSnapshot counter(
      String name,
      String help,
      List<Standing.Figures> all,
      ToDoubleFunction<Standing.Figures> value) {
    var counter = CounterSnapshot.builder().name(name).help(help);
    for (Standing.Figures one : all) {
      counter.dataPoint(
          CounterDataPointSnapshot.builder()
              .labels(Labels.of("receiver", one.receiver()))
              .value(value.applyAsDouble(one))
              .build());
    }
    return counter.build();
  }

  private static GaugeSnapshot gauge(
      String name,
      String help,
      List<Standing.Figures> all,
      ToDoubleFunction<Standing.Figures> value) {
    var gauge = GaugeSnapshot.builder().name(name).help(help);
    for (Standing.Figures one : all) {
      gauge.dataPoint(
          GaugeDataPointSnapshot.builder()
              .labels(Labels.of("receiver", one.receiver()))
              .value(value.applyAsDouble(one))
              .build());
    }
    return gauge.build();
  }
}
