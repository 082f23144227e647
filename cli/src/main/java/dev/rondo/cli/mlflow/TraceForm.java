package dev.rondo.cli.mlflow;

import dev.rondo.kernel.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Parts of a trace in the newest form of the protocol.
final class TraceForm {
  private static final int MILLIS = 1_000;

  private TraceForm() {}

  static void at(ObjectNode info, String experiment) {
    ObjectNode location = info.putObject("trace_location").put("type", "MLFLOW_EXPERIMENT");
    location.putObject("mlflow_experiment").put("experiment_id", experiment);
  }

  static String seconds(long millis) {
    return "%d.%03ds".formatted(millis / MILLIS, millis % MILLIS);
  }

  /// What is said by an assessment: a value that is no scalar of an expectation is told as text.
  static void judgement(ObjectNode json, String type, JsonNode value, Optional<String> error) {
    ObjectNode said = json.putObject(type);
    if (type.equals("issue")) {
      said.set("issue_name", value);
    } else if (type.equals("expectation") && value.isContainer()) {
      ObjectNode serialized = said.putObject("serialized_value");
      serialized.put("serialization_format", "JSON_FORMAT").put("value", Json.write(value));
    } else {
      said.set("value", value);
    }
    error.ifPresent(text -> said.set("error", Json.parse(text)));
  }
}
