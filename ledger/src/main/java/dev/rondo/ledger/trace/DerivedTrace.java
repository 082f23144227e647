package dev.rondo.ledger.trace;

import dev.rondo.ledger.ExperimentId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What the spans tell of their trace: it lasts from the first moment to the last, and its first
/// step says what was asked, what was answered, and how it ended. Until that one has come, the
/// trace runs.
final class DerivedTrace {
  private static final long NANOS_OF_MILLI = 1_000_000;

  private DerivedTrace() {}

  /// @param root the first step, once it has come
  static Trace of(TraceId id, ExperimentId experiment, Span.Interval extent, Optional<Span> root) {
    Map<String, String> tags = root.map(span -> Map.of(Trace.NAME, span.name())).orElse(Map.of());
    return new Trace(
        id,
        experiment,
        course(extent, root),
        new Exchange(
            Optional.empty(),
            root.flatMap(span -> span.attribute(Span.INPUTS)),
            root.flatMap(span -> span.attribute(Span.OUTPUTS))),
        tags,
        Map.of(),
        List.of());
  }

  private static Course course(Span.Interval extent, Optional<Span> root) {
    long millis = (extent.to() - extent.from()) / NANOS_OF_MILLI;
    return new Course(
        Instant.ofEpochMilli(extent.from() / NANOS_OF_MILLI),
        root.isPresent() ? OptionalLong.of(millis) : OptionalLong.empty(),
        root.map(DerivedTrace::state).orElse(TraceState.IN_PROGRESS));
  }

  private static TraceState state(Span root) {
    return root.status().equals("ERROR") ? TraceState.ERROR : TraceState.OK;
  }
}
