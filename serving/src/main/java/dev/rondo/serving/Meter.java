package dev.rondo.serving;

import dev.rondo.kernel.ProblemCode;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// The counters of one model version at one endpoint. Thread-safe.
final class Meter {
  private static final long[] BOUNDS =
      ServingMetrics.LATENCY_BOUNDS.stream().mapToLong(bound -> Math.round(bound * 1e9)).toArray();

  private final String project;
  private final String endpoint;
  private final ModelRef model;
  private final LongAdder rows = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder[] buckets =
      Stream.generate(LongAdder::new).limit(BOUNDS.length + 1).toArray(LongAdder[]::new);
  private final Map<ProblemCode, LongAdder> failures = new EnumMap<>(ProblemCode.class);

  Meter(String project, String endpoint, ModelRef model) {
    this.project = project;
    this.endpoint = endpoint;
    this.model = model;
    for (ProblemCode code : ProblemCode.values()) {
      failures.put(code, new LongAdder());
    }
  }

  void answered(int rowCount, long elapsedNanos) {
    rows.add(rowCount);
    nanos.add(elapsedNanos);
    int bucket = 0;
    while (bucket < BOUNDS.length && elapsedNanos > BOUNDS[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
  }

  void failed(ProblemCode code) {
    LongAdder counter = failures.get(code);
    if (counter != null) {
      counter.increment();
    }
  }

  ServingMetrics.ModelCounters snapshot() {
    Map<String, Long> failed = new LinkedHashMap<>();
    failures.forEach((code, count) -> {
      if (count.sum() > 0) {
        failed.put(code.text(), count.sum());
      }
    });
    List<Long> counts = Stream.of(buckets).map(LongAdder::sum).toList();
    return new ServingMetrics.ModelCounters(
        project,
        endpoint,
        model.model(),
        model.version(),
        counts.stream().mapToLong(Long::longValue).sum(),
        rows.sum(),
        failed,
        counts,
        nanos.sum() / 1e9);
  }
}
