package dev.rondo.quality.expectation;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.Parameter.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The arguments of one expectation, of the forms that its type asks for, defaults filled in.
///
/// @param given as written, without defaults
public record Arguments(ExpectationType type, ObjectNode given) {
  private static final String INNER = "expectation";

  /// The argument or its default; JSON null when there is neither.
  public JsonNode value(String name) {
    JsonNode value = given.path(name);
    return value.isMissingNode() || value.isNull() ? type.parameter(name).fallback() : value;
  }

  public boolean has(String name) {
    return !value(name).isNull();
  }

  String text(String name) {
    return value(name).stringValue();
  }

  Optional<String> optionalText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  double number(String name) {
    return value(name).doubleValue();
  }

  OptionalDouble optionalNumber(String name) {
    return has(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
  }

  boolean flag(String name) {
    return value(name).asBoolean(false);
  }

  List<JsonNode> values(String name) {
    List<JsonNode> values = new ArrayList<>();
    value(name).forEach(values::add);
    return values;
  }

  List<String> texts(String name) {
    return value(name).valueStream().map(JsonNode::stringValue).toList();
  }

  /// The columns that it speaks of, each once; empty for the whole table.
  public List<String> columns() {
    Stream<String> own =
        type.parameters().stream()
            .filter(
                parameter -> parameter.form() == Form.COLUMN || parameter.form() == Form.COLUMNS)
            .map(parameter -> value(parameter.name()))
            .flatMap(value -> value.isArray() ? value.valueStream() : Stream.of(value))
            .filter(JsonNode::isString)
            .map(JsonNode::stringValue);
    return Stream.concat(own, inner().stream().flatMap(other -> other.columns().stream()))
        .distinct()
        .toList();
  }

  /// What is asked of another expectation, where this one looks at what that finds.
  Optional<Arguments> inner() {
    if (!type.takes(INNER)) {
      return Optional.empty();
    }
    ObjectNode written = object(INNER);
    return Catalog.find(written.path("type").asString(""))
        .map(other ->
            new Arguments(
                other,
                written.path("kwargs") instanceof ObjectNode kwargs ? kwargs : Json.object()));
  }

  ObjectNode object(String name) {
    return value(name) instanceof ObjectNode object ? object : Json.object();
  }

  /// The share of judged rows that must be good.
  double mostly() {
    return type.takes("mostly") ? number("mostly") : 1;
  }
}
