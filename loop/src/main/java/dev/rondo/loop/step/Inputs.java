package dev.rondo.loop.step;

import dev.rondo.kernel.Durations;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the parameters of a step; what is missing or wrong is named.
final class Inputs {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
  private static final int LONGEST = 500;

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

  /// The texts, numbers, flags and lists of them, which say how a step was asked to work. What
  /// other steps handed over is not among them.
  static Map<String, String> plain(ObjectNode parameters) {
    Map<String, String> plain = new TreeMap<>();
    parameters.forEachEntry((key, value) -> {
      String text = value.isString() ? value.stringValue() : value.toString();
      boolean isPlain = value.isValueNode() || value.isArray();
      if (isPlain && text.length() <= LONGEST && NAME.matcher(key).matches()) {
        plain.put(key, text);
      }
    });
    return plain;
  }

  /// The seed that a step was given, or that the choice before it was made with.
  static OptionalLong seed(ObjectNode parameters) {
    JsonNode own = parameters.path("seed");
    JsonNode seed = own.isMissingNode() ? parameters.path("choice").path("seed") : own;
    return seed.isIntegralNumber() ? OptionalLong.of(seed.longValue()) : OptionalLong.empty();
  }

  static Duration duration(String text) {
    return Durations.parse(text)
        .orElseThrow(() -> Problem.invalid("'%s' is not a duration such as 7d or PT12H.", text));
  }
}
