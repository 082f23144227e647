package dev.rondo.serving;

import dev.rondo.kernel.EventTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Looks through logged records for the last one of a request. Confined to one reader.
final class PredictionSearch {
  private final String endpoint;
  private final String requestId;
  private String model = "";
  private Optional<Prediction> found = Optional.empty();

  private PredictionSearch(String endpoint, String requestId) {
    this.endpoint = endpoint;
    this.requestId = requestId;
  }

  static Optional<Prediction> search(PredictionLog log, String endpoint, String requestId) {
    PredictionSearch search = new PredictionSearch(endpoint, requestId);
    log.find(
        requestId,
        schema -> search.model = schema.model(),
        search::see,
        () -> search.found.isPresent());
    return search.found;
  }

  private void see(LogRecord record) {
    found =
        Optional.of(
            new Prediction(
                requestId,
                endpoint,
                new ModelRef(model, record.version()),
                new EventTime(Instant.ofEpochMilli(record.eventMillis())),
                record.value(),
                Duration.ofNanos(record.nanos())));
  }
}
