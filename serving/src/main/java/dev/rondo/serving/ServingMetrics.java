package dev.rondo.serving;

import java.util.List;
import java.util.Map;

/// The counters of serving at one moment.
public record ServingMetrics(List<ModelCounters> models, LogCounters log) {

  /// The upper bounds of the latency buckets in seconds; one more bucket holds what is above.
  public static final List<Double> LATENCY_BOUNDS =
      List.of(
          .00001, .000025, .00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25,
          .5, 1.0);

  /// One model version at one endpoint, since the process began.
  ///
  /// @param requests answered
  /// @param rows predicted
  /// @param failures by the text of their code, such as `invalid-request`
  /// @param latencyCounts requests by bucket, not cumulated
  /// @param latencySeconds summed
  public record ModelCounters(
      String project,
      String endpoint,
      String model,
      int version,
      long requests,
      long rows,
      Map<String, Long> failures,
      List<Long> latencyCounts,
      double latencySeconds) {}

  /// The prediction log.
  ///
  /// @param accepted records taken
  /// @param lost records that could not be written
  /// @param waiting records that are not written yet
  public record LogCounters(long accepted, long lost, int waiting) {}
}
