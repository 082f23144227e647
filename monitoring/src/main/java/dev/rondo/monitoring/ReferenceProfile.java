package dev.rondo.monitoring;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a model's features and predictions looked like on the data that it was judged on. Equal
/// data give equal bytes.
public record ReferenceProfile(List<ColumnProfile> features, ColumnProfile prediction) {
  /// The name of the prediction among the columns.
  public static final String PREDICTION = "prediction";

  private static final int FORMAT = 1;

  public ReferenceProfile {
    features = List.copyOf(features);
  }

  /// Freezes columns and the model's predictions on them.
  public static ReferenceProfile of(List<String> names, float[][] columns, float[] predictions) {
    List<ColumnProfile> features = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      features.add(ColumnProfile.of(names.get(i), columns[i]));
    }
    return new ReferenceProfile(features, ColumnProfile.of(PREDICTION, predictions));
  }

  /// As JSON, for the blob store.
  public byte[] bytes() {
    ObjectNode json = Json.object().put("format", FORMAT);
    ArrayNode columns = json.putArray("features");
    features.forEach(column -> columns.add(json(column)));
    json.set("prediction", json(prediction));
    return Json.write(json).getBytes(StandardCharsets.UTF_8);
  }

  /// Reads what [#bytes] has written.
  public static ReferenceProfile parse(byte[] bytes) {
    ObjectNode json = Json.parseObject(new String(bytes, StandardCharsets.UTF_8));
    if (json.path("format").asInt() != FORMAT) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "This is no reference profile of format %d: its format is %s.",
          FORMAT,
          json.path("format"));
    }
    List<ColumnProfile> features = new ArrayList<>();
    json.path("features").forEach(column -> features.add(column(column)));
    return new ReferenceProfile(features, column(json.path("prediction")));
  }

  private static ObjectNode json(ColumnProfile column) {
    ObjectNode json = Json.object().put("name", column.name());
    json.put("edges", text(column.edges()));
    json.put("sample", text(column.sample()));
    ArrayNode counts = json.putArray("counts");
    for (long count : column.counts()) {
      counts.add(count);
    }
    json.set("summary", Json.tree(column.summary()));
    return json;
  }

  private static ColumnProfile column(JsonNode json) {
    JsonNode counts = json.path("counts");
    long[] rows = new long[counts.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = counts.get(i).asLong();
    }
    return new ColumnProfile(
        json.path("name").asString(),
        floats(json.path("edges").asString()),
        rows,
        floats(json.path("sample").asString()),
        Json.read(json.path("summary"), Summary.class));
  }

  /// Little-endian floats in Base64: exact, and a quarter of their decimals.
  private static String text(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static float[] floats(String text) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
