package dev.rondo.workflow;

import dev.rondo.kernel.json.Json;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What a step hands on to the tasks after it: names, versions, digests and figures, not data.
///
/// @param outputs referred to as `${tasks.<id>.<output>}`
public record StepResult(ObjectNode outputs) {
  /// Nothing is handed on.
  public static final StepResult NOTHING = new StepResult(Json.object());

  public StepResult {
    outputs = outputs.deepCopy();
  }

  public static StepResult of(Map<String, ?> outputs) {
    return new StepResult(Json.tree(outputs));
  }
}
