package dev.rondo.loop.training;

import dev.rondo.kernel.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Rows whose predictions the trainer itself gave: whatever serves the model must give the same.
///
/// @param rows one array of inputs each; NaN where there is no value
/// @param expected one for each row
public record GoldenRows(float[][] rows, float[] expected) {

  /// As JSON, with null for NaN.
  public String json() {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("rows");
    for (float[] row : rows) {
      ArrayNode values = list.addArray();
      for (float value : row) {
        if (Float.isNaN(value)) {
          values.addNull();
        } else {
          values.add(value);
        }
      }
    }
    ArrayNode answers = json.putArray("expected");
    for (float value : expected) {
      answers.add(value);
    }
    return Json.write(json);
  }

  /// Reads what [#json] wrote.
  public static GoldenRows parse(String text) {
    ObjectNode json = Json.parseObject(text);
    float[][] rows = new float[json.path("rows").size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = floats(json.path("rows").get(i));
    }
    return new GoldenRows(rows, floats(json.path("expected")));
  }

  private static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).isNull() ? Float.NaN : list.get(i).floatValue();
    }
    return values;
  }
}
