package dev.rondo.api.inference;

import dev.rondo.kernel.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.FloatBuffer;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/// Writes an inference answer.
final class InferResponse {
  private InferResponse() {}

  /// @param wanted the outputs that were asked for; none means all
  static byte[] write(String model, String id, InferenceBackend.Answer answer, Set<String> wanted) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringProperty("model_name", model);
      json.writeStringProperty("model_version", answer.version());
      json.writeStringProperty("id", id);
      json.writeArrayPropertyStart("outputs");
      for (InferenceBackend.Output output : answer.outputs()) {
        if (wanted.isEmpty() || wanted.contains(output.name())) {
          write(json, output);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, InferenceBackend.Output output) {
    FloatBuffer values = output.values();
    InferenceRoutes.checkFinite(output.name(), values);
    json.writeStartObject();
    json.writeStringProperty("name", output.name());
    json.writeStringProperty("datatype", "FP32");
    json.writeArrayPropertyStart("shape");
    output.shape().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeArrayPropertyStart("data");
    for (int i = values.position(); i < values.limit(); i++) {
      json.writeNumber(values.get(i));
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
