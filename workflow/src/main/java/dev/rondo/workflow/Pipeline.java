package dev.rondo.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A graph of tasks. It is checked as a whole when it is parsed and when it is submitted.
///
/// @param parameters with their defaults, in order; null (as JSON) where one must be given
/// @param tasks in the order of the file, which is the order in which equals are started
public record Pipeline(
    String name, String description, Map<String, JsonNode> parameters, List<TaskSpec> tasks) {

  public Pipeline {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    tasks = List.copyOf(tasks);
  }

  /// A pipeline without parameters.
  public static Pipeline of(String name, List<TaskSpec> tasks) {
    return new Pipeline(name, "", Map.of(), tasks);
  }
}
