package dev.rondo.serving;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers requests on a route that the caller holds: checks, looks features up, runs the model,
/// and logs. Thread-safe.
final class Predictor {
  private static final int MAX_ID_LENGTH = 200;

  private final IdSource ids;
  private final InstantSource clock;
  private final Engine engine;
  private final LogWriter writer;

  Predictor(IdSource ids, InstantSource clock, Engine engine, LogWriter writer) {
    this.ids = ids;
    this.clock = clock;
    this.engine = engine;
    this.writer = writer;
  }

  BufferPool buffers() {
    return engine.buffers();
  }

  Prediction predict(Caller caller, Route route, ObjectNode request, long started) {
    EndpointDefinition definition = route.definition();
    List<Mistake> mistakes = new ArrayList<>(definition.check().check(request));
    String requestId = requestId(definition, request, mistakes);
    long eventMillis = eventMillis(definition, request, mistakes);
    if (!mistakes.isEmpty()) {
      throw refused(mistakes);
    }
    float[] vector = new float[definition.lookup().width()];
    definition.lookup().lookup(caller, request, vector);
    float[] columns = route.columns(vector);
    requireFinite(route, columns);
    float value = engine.score(route.model(), columns);
    ModelRef ref = route.model().ref();
    if (!Float.isFinite(value)) {
      throw Problem.of(ProblemCode.INTERNAL, "The model %s gave %s.", ref, value);
    }
    requireKept(definition, requestId, eventMillis, ref, value);
    long nanos = System.nanoTime() - started;
    LogRecord record = new LogRecord(requestId, eventMillis, ref.version(), columns, value, nanos);
    writer.accept(route.log(), route.schema(), record);
    route.meter().answered(1, nanos);
    EventTime eventTime = new EventTime(Instant.ofEpochMilli(eventMillis));
    return new Prediction(
        requestId, definition.name(), ref, eventTime, value, Duration.ofNanos(nanos));
  }

  private static void requireKept(
      EndpointDefinition definition,
      String requestId,
      long eventMillis,
      ModelRef ref,
      float value) {
    List<Mistake> broken = definition.answers().check(requestId, eventMillis, ref.version(), value);
    if (!broken.isEmpty()) {
      throw Problem.of(
          ProblemCode.ANSWER_REFUSED,
          "The answer of %s to '%s' breaks the contract of answers: %s"
              .formatted(ref, requestId, broken.getFirst().message()),
          broken);
    }
  }

  private static Problem refused(List<Mistake> mistakes) {
    String first = mistakes.getFirst().toString();
    return Problem.of(
        ProblemCode.INVALID_REQUEST,
        mistakes.size() == 1 ? first : first + " (" + mistakes.size() + " mistakes in all)",
        mistakes);
  }

  private String requestId(
      EndpointDefinition definition, ObjectNode request, List<Mistake> mistakes) {
    JsonNode field = request.path(definition.requestIdField());
    if (field.isMissingNode() || field.isNull()) {
      return ids.next();
    }
    String id = field.isString() || field.isIntegralNumber() ? field.asString() : "";
    if (id.isBlank() || id.length() > MAX_ID_LENGTH) {
      add(
          mistakes,
          definition.requestIdField(),
          "A request id is text of 1 to " + MAX_ID_LENGTH + " characters, or a whole number.");
    }
    return id;
  }

  private long eventMillis(
      EndpointDefinition definition, ObjectNode request, List<Mistake> mistakes) {
    JsonNode field = request.path(definition.eventTimeField());
    if (field.isMissingNode() || field.isNull()) {
      return clock.millis();
    }
    OptionalLong millis = EventTimes.millis(field);
    if (millis.isEmpty()) {
      add(
          mistakes,
          definition.eventTimeField(),
          field + " is not a time: write 2018-04-01T08:30:00Z, or epoch milliseconds.");
    }
    return millis.orElse(0);
  }

  /// Unless the contract has already found a mistake there.
  private static void add(List<Mistake> mistakes, String field, String message) {
    String path = "/" + field;
    if (mistakes.stream().noneMatch(mistake -> mistake.path().equals(path))) {
      mistakes.add(Mistake.at(path, message));
    }
  }

  private static void requireFinite(Route route, float[] columns) {
    for (int i = 0; i < columns.length; i++) {
      if (Float.isInfinite(columns[i])) {
        throw Problem.invalid(
            "The feature '%s' is infinite for this request.", route.model().inputs().get(i));
      }
    }
  }

  /// Answers raw rows.
  ///
  /// @param givenId empty to have one made
  /// @param givenMillis the event time; system time without it
  /// @param rows a direct buffer with `count` rows from its start
  InferenceResult infer(
      Route route,
      String givenId,
      OptionalLong givenMillis,
      FloatBuffer rows,
      int count,
      long started) {
    String id = givenId.isEmpty() ? ids.next() : givenId;
    float[] values = engine.score(route.model(), rows, count);
    long nanos = System.nanoTime() - started;
    long eventMillis = givenMillis.isPresent() ? givenMillis.getAsLong() : clock.millis();
    int width = route.model().inputs().size();
    int version = route.model().ref().version();
    for (int i = 0; i < count; i++) {
      requireKept(
          route.definition(), rowId(id, i, count), eventMillis, route.model().ref(), values[i]);
    }
    for (int i = 0; i < count; i++) {
      float[] columns = new float[width];
      rows.get(i * width, columns);
      String rowId = rowId(id, i, count);
      writer.accept(
          route.log(),
          route.schema(),
          new LogRecord(rowId, eventMillis, version, columns, values[i], nanos));
    }
    route.meter().answered(count, nanos);
    return new InferenceResult(id, route.model().ref(), route.model().onnx().output(), values);
  }

  private static String rowId(String id, int row, int count) {
    return count == 1 ? id : id + "/" + row;
  }
}
