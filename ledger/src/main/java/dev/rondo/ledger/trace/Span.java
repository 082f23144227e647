package dev.rondo.ledger.trace;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import dev.rondo.kernel.json.Json;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One step of a trace.
///
/// @param id 16 hex digits
/// @param parent empty for the first step
/// @param status `OK`, `ERROR` or `UNSET`
/// @param nanos when it began and ended, since 1970
/// @param content all of it; `attributes` by key, each value as JSON in a text
public record Span(
    String id,
    Optional<String> parent,
    String name,
    String status,
    Interval nanos,
    ObjectNode content) {
  /// The attribute with the kind of step, such as `TOOL`.
  static final String TYPE = "mlflow.spanType";

  static final String INPUTS = "mlflow.spanInputs";
  static final String OUTPUTS = "mlflow.spanOutputs";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
  private static final int NAME = 500;

  /// From when to when.
  public record Interval(long from, long to) {
    public Interval {
      to = Math.max(from, to);
    }
  }

  public Span {
    if (!ID.matcher(id).matches()) {
      throw Problem.invalid("A span's id must have 8 bytes.");
    }
    name = Texts.cut(name, NAME);
  }

  /// The text of an attribute: what it says if it is a text, else as JSON.
  Optional<String> attribute(String key) {
    JsonNode value = content.path("attributes").path(key);
    return value.isString() ? Optional.of(plain(value.stringValue())) : Optional.empty();
  }

  private static String plain(String json) {
    try {
      JsonNode node = Json.MAPPER.readTree(json);
      return node.isString() ? node.stringValue() : json;
    } catch (JacksonException e) {
      return json;
    }
  }
}
