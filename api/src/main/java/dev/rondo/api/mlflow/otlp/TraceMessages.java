package dev.rondo.api.mlflow.otlp;

import dev.rondo.api.mlflow.otlp.Wire.Field;
import dev.rondo.api.mlflow.otlp.Wire.Type;
import java.util.Map;

/// The messages that carry spans, with the names that their fields have in JSON (OpenTelemetry
/// protocol 1.x, `trace/v1` and `common/v1`).
final class TraceMessages {
  private static final Map<Integer, Field> KEY_VALUE =
      Map.of(
          1, Field.of("key", Type.TEXT),
          2, Field.message("value", () -> TraceMessages.ANY_VALUE));
  private static final Map<Integer, Field> ANY_VALUE =
      Map.of(
          1, Field.of("stringValue", Type.TEXT),
          2, Field.of("boolValue", Type.FLAG),
          3, Field.of("intValue", Type.WHOLE),
          4, Field.of("doubleValue", Type.REAL),
          5, Field.message("arrayValue", () -> TraceMessages.ARRAY),
          6, Field.message("kvlistValue", () -> TraceMessages.KEY_VALUES),
          7, Field.of("bytesValue", Type.BINARY));
  private static final Map<Integer, Field> ARRAY =
      Map.of(1, Field.messages("values", () -> ANY_VALUE));
  private static final Map<Integer, Field> KEY_VALUES =
      Map.of(1, Field.messages("values", () -> KEY_VALUE));
  private static final Map<Integer, Field> EVENT =
      Map.of(
          1, Field.of("timeUnixNano", Type.FIXED),
          2, Field.of("name", Type.TEXT),
          3, Field.messages("attributes", () -> KEY_VALUE));
  private static final Map<Integer, Field> LINK =
      Map.of(
          1, Field.of("traceId", Type.ID),
          2, Field.of("spanId", Type.ID),
          4, Field.messages("attributes", () -> KEY_VALUE));
  private static final Map<Integer, Field> STATUS =
      Map.of(2, Field.of("message", Type.TEXT), 3, Field.of("code", Type.WHOLE));
  private static final Map<Integer, Field> SPAN =
      Map.of(
          1, Field.of("traceId", Type.ID),
          2, Field.of("spanId", Type.ID),
          4, Field.of("parentSpanId", Type.ID),
          5, Field.of("name", Type.TEXT),
          7, Field.of("startTimeUnixNano", Type.FIXED),
          8, Field.of("endTimeUnixNano", Type.FIXED),
          9, Field.messages("attributes", () -> KEY_VALUE),
          11, Field.messages("events", () -> EVENT),
          13, Field.messages("links", () -> LINK),
          15, Field.message("status", () -> STATUS));
  private static final Map<Integer, Field> SCOPE_SPANS =
      Map.of(2, Field.messages("spans", () -> SPAN));
  private static final Map<Integer, Field> RESOURCE_SPANS =
      Map.of(2, Field.messages("scopeSpans", () -> SCOPE_SPANS));

  /// What an exporter sends.
  static final Map<Integer, Field> REQUEST =
      Map.of(1, Field.messages("resourceSpans", () -> RESOURCE_SPANS));

  private TraceMessages() {}
}
