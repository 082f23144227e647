package dev.rondo.monitoring;

import java.time.Duration;
import java.util.List;

/// What is watched at an endpoint, and what follows.
///
/// @param window how much event time is judged at once
/// @param maxAge a model older than this is trained again
/// @param coolDown after a crossed threshold, none is told for this event time
/// @param routes where a crossed threshold is told
/// @param rollbackMargin by how much a new model's first window may be worse than its predecessor
///   before it is withdrawn, as a share of the predecessor's error
public record MonitorDefinition(
    String name,
    String endpoint,
    Duration window,
    DriftRules drift,
    ErrorRules error,
    Duration maxAge,
    Duration coolDown,
    List<FeedbackRoute> routes,
    double rollbackMargin) {

  public MonitorDefinition {
    routes = List.copyOf(routes);
  }
}
