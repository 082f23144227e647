package dev.rondo.ledger.trace;

import dev.rondo.ledger.ExperimentId;
import java.time.Instant;
import java.util.HashMap;
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

  /// @param spans at least one
  static Trace of(TraceId id, ExperimentId experiment, List<Span> spans) {
    Optional<Span> root = spans.stream().filter(span -> span.parent().isEmpty()).findFirst();
    Map<String, String> tags = new HashMap<>();
    root.ifPresent(span -> tags.put(Trace.NAME, span.name()));
    return new Trace(
        id,
        experiment,
        course(spans, root),
        new Exchange(
            Optional.empty(),
            root.flatMap(span -> span.attribute(Span.INPUTS)),
            root.flatMap(span -> span.attribute(Span.OUTPUTS))),
        tags,
        Map.of(),
        List.of());
  }

  private static Course course(List<Span> spans, Optional<Span> root) {
    long from = spans.stream().mapToLong(span -> span.nanos().from()).min().orElse(0);
    long to = spans.stream().mapToLong(span -> span.nanos().to()).max().orElse(from);
    return new Course(
        Instant.ofEpochMilli(from / NANOS_OF_MILLI),
        root.isPresent() ? OptionalLong.of((to - from) / NANOS_OF_MILLI) : OptionalLong.empty(),
        root.map(DerivedTrace::state).orElse(TraceState.IN_PROGRESS));
  }

  private static TraceState state(Span root) {
    return root.status().equals("ERROR") ? TraceState.ERROR : TraceState.OK;
  }
}
