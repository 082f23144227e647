package dev.rondo.serving;

import dev.rondo.kernel.EventTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks through logged records for the last one of a request. Confined to one reader.
final class PredictionSearch {
  private final String endpoint;
  private final String requestId;
  private LogSchema schema = new LogSchema("", List.of());
  private Optional<LoggedPrediction> found = Optional.empty();

  private PredictionSearch(String endpoint, String requestId) {
    this.endpoint = endpoint;
    this.requestId = requestId;
  }

  static Optional<LoggedPrediction> search(PredictionLog log, String endpoint, String requestId) {
    PredictionSearch search = new PredictionSearch(endpoint, requestId);
    log.find(
        requestId, schema -> search.schema = schema, search::see, () -> search.found.isPresent());
    return search.found;
  }

  private void see(LogRecord record) {
    Prediction prediction =
        new Prediction(
            requestId,
            endpoint,
            new ModelRef(schema.model(), record.version()),
            new EventTime(Instant.ofEpochMilli(record.eventMillis())),
            record.value(),
            Duration.ofNanos(record.nanos()));
    Map<String, Float> features = new LinkedHashMap<>();
    for (int i = 0; i < record.features().length; i++) {
      features.put(schema.features().get(i), record.features()[i]);
    }
    found = Optional.of(new LoggedPrediction(prediction, features));
  }
}
