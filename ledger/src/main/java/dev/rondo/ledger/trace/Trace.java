package dev.rondo.ledger.trace;

import dev.rondo.ledger.ExperimentId;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// What an application did to answer one request. Its spans are read apart from it.
///
/// @param tags notes that may change, by key; long values are cut to 8,000 characters
/// @param metadata facts that the application states once, by key; cut likewise
/// @param assessments in the order in which they were made
public record Trace(
    TraceId id,
    ExperimentId experiment,
    Course course,
    Exchange exchange,
    Map<String, String> tags,
    Map<String, String> metadata,
    List<Assessment> assessments) {
  /// The tag with the name.
  public static final String NAME = "mlflow.traceName";

  /// The tag that says where the spans are, and its value when they are here.
  public static final String SPANS_LOCATION = "mlflow.trace.spansLocation";

  public static final String SPANS_HERE = "TRACKING_STORE";

  /// The metadata with the run that the application traced.
  public static final String SOURCE_RUN = "mlflow.sourceRun";

  /// The metadata with the session that the request belongs to.
  public static final String SESSION = "mlflow.trace.session";

  /// The metadata that counts what language models have read and written, as JSON.
  public static final String TOKENS = "mlflow.trace.tokenUsage";

  public Trace {
    tags = Collections.unmodifiableMap(TraceLimits.entries(tags));
    metadata = Collections.unmodifiableMap(TraceLimits.entries(metadata));
    assessments = List.copyOf(assessments);
  }

  Trace withAssessments(List<Assessment> all) {
    return new Trace(id, experiment, course, exchange, tags, metadata, all);
  }

  /// Whether its spans are stored here.
  public boolean hasSpans() {
    return SPANS_HERE.equals(tags.get(SPANS_LOCATION));
  }
}
