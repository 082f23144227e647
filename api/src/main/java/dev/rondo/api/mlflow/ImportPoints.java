package dev.rondo.api.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads points of metrics as an import sends them, in the form that takes the least to read:
/// `{"runs": [{"run_id": …, "metrics": {key: [step, time, value, …]}}]}`.
final class ImportPoints {
  private final JsonParser parser;

  private ImportPoints(JsonParser parser) {
    this.parser = parser;
  }

  /// @param points gets those of each run
  static void read(byte[] body, BiConsumer<RunId, List<Metric>> points) {
    try (JsonParser parser = Json.MAPPER.createParser(body)) {
      new ImportPoints(parser).runs(points);
    } catch (JacksonException e) {
      throw Json.malformed(e);
    }
  }

  private void runs(BiConsumer<RunId, List<Metric>> points) {
    expect(JsonToken.START_OBJECT);
    name("runs");
    expect(JsonToken.START_ARRAY);
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      name("run_id");
      expect(JsonToken.VALUE_STRING);
      RunId run = RunIds.of(parser.getString());
      name("metrics");
      expect(JsonToken.START_OBJECT);
      List<Metric> all = new ArrayList<>();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        series(parser.currentName(), all);
      }
      points.accept(run, all);
      expect(JsonToken.END_OBJECT);
    }
  }

  private void series(String key, List<Metric> all) {
    expect(JsonToken.START_ARRAY);
    while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      long step = parser.getLongValue();
      expect(JsonToken.VALUE_NUMBER_INT);
      Instant time = Instant.ofEpochMilli(parser.getLongValue());
      all.add(new Metric(key, value(), time, step));
    }
  }

  private double value() {
    if (parser.nextToken() != JsonToken.VALUE_STRING) {
      return parser.getDoubleValue();
    }
    return switch (parser.getString()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw wrong();
    };
  }

  private void name(String name) {
    expect(JsonToken.PROPERTY_NAME);
    if (!parser.currentName().equals(name)) {
      throw wrong();
    }
  }

  private void expect(JsonToken token) {
    if (parser.nextToken() != token) {
      throw wrong();
    }
  }

  private static Problem wrong() {
    return Problem.invalid(
        "The points are not of the form {\"runs\": [{\"run_id\": id, \"metrics\": {key: [step, time,"
            + " value, …]}}]}.");
  }
}
