package dev.rondo.loop.step;

import dev.rondo.kernel.Durations;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the parameters of a step; what is missing or wrong is named.
final class Inputs {
  private Inputs() {}

  static String text(ObjectNode parameters, String key) {
    JsonNode value = parameters.path(key);
    if (!value.isString()) {
      throw Problem.invalid("The step needs the text parameter '%s', but has %s.", key, value);
    }
    return value.stringValue();
  }

  static EventTime time(ObjectNode parameters, String key) {
    return EventTime.parse(text(parameters, key));
  }

  static ObjectNode object(ObjectNode parameters, String key) {
    if (parameters.path(key) instanceof ObjectNode object) {
      return object;
    }
    throw Problem.invalid("The step needs the object parameter '%s'.", key);
  }

  static Duration duration(String text) {
    return Durations.parse(text)
        .orElseThrow(() -> Problem.invalid("'%s' is not a duration such as 7d or PT12H.", text));
  }
}
