package dev.rondo.quality.exchange;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractColumn;
import dev.rondo.quality.Expectation;
import dev.rondo.quality.Expectation.Bound;
import dev.rondo.quality.Rule;
import dev.rondo.quality.Severity;
import dev.rondo.quality.Tolerance;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a contract as a JSON Schema (2020-12) of one row as an object. Only what a row must keep
/// by itself is said: rules of severity error that tolerate no breach.
public final class JsonSchemaExport {
  private final Contract contract;
  private final ObjectNode properties = Json.object();
  private final List<String> leftOut = new ArrayList<>();

  private JsonSchemaExport(Contract contract) {
    this.contract = contract;
  }

  public static Export of(Contract contract) {
    return new JsonSchemaExport(contract).export();
  }

  private Export export() {
    ObjectNode schema = Json.object();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", contract.object());
    if (!contract.about().purpose().isBlank()) {
      schema.put("description", contract.about().purpose());
    }
    schema.put("type", "object");
    ArrayNode required = Json.array();
    for (ContractColumn column : contract.columns()) {
      boolean isNeeded = contract.rules().stream().anyMatch(rule -> demands(rule, column));
      properties.set(column.name(), property(column, isNeeded));
      if (isNeeded) {
        required.add(column.name());
      }
    }
    contract.rules().forEach(rule -> add(schema, rule));
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.set("properties", properties);
    return new Export(schema, leftOut);
  }

  private static boolean demands(Rule rule, ContractColumn column) {
    return rule.expectation() instanceof Expectation.NotNull(String name)
        && name.equals(column.name())
        && isStrict(rule);
  }

  private static boolean isStrict(Rule rule) {
    return rule.severity() == Severity.ERROR && rule.tolerance().equals(Tolerance.NONE);
  }

  private static ObjectNode property(ContractColumn column, boolean isNeeded) {
    String type =
        switch (column.type()) {
          case BOOLEAN -> "boolean";
          case BIGINT -> "integer";
          case DOUBLE -> "number";
          case VARCHAR, DATE, TIMESTAMP -> "string";
        };
    ObjectNode property = Json.object();
    if (isNeeded) {
      property.put("type", type);
    } else {
      property.putArray("type").add(type).add("null");
    }
    switch (column.type()) {
      case DATE -> property.put("format", "date");
      case TIMESTAMP -> property.put("format", "date-time");
      case BOOLEAN, BIGINT, DOUBLE, VARCHAR -> {}
    }
    if (!column.description().isBlank()) {
      property.put("description", column.description());
    }
    return property;
  }

  private void add(ObjectNode schema, Rule rule) {
    if (!isStrict(rule)) {
      leave(rule, "only warns, or tolerates breaches");
      return;
    }
    switch (rule.expectation()) {
      case Expectation.OfType _, Expectation.NotNull _ -> {}
      case Expectation.NoExtraColumns _ -> schema.put("additionalProperties", false);
      case Expectation.Range(String column, var lower, var upper) ->
          range(rule, column, lower, upper);
      case Expectation.OneOf(String column, List<Object> values) -> members(column, values);
      case Expectation.Length(String column, var least, var most) -> {
        least.ifPresent(n -> part(column, "minLength").put("minLength", n));
        most.ifPresent(n -> part(column, "maxLength").put("maxLength", n));
      }
      case Expectation.Matches(String column, String pattern) ->
          part(column, "pattern").put("pattern", pattern);
      case Expectation.Formatted(String column, var format) ->
          part(column, "format").put("format", format.key());
      case Expectation.MultipleOf(String column, double of) ->
          part(column, "multipleOf").put("multipleOf", of);
      case Expectation.Unique _, Expectation.RowSql _, Expectation.References _ ->
          leave(rule, "needs more than one value at a time");
      case Expectation.OfTable _ -> leave(rule, "is about the whole table");
    }
  }

  private void leave(Rule rule, String why) {
    leftOut.add("The rule '%s' %s.".formatted(rule.id(), why));
  }

  /// The schema of a column, or a further one beside it when the keyword is taken.
  private ObjectNode part(String column, String keyword) {
    ObjectNode property = (ObjectNode) properties.get(column);
    if (!property.has(keyword)) {
      return property;
    }
    ArrayNode all =
        property.get("allOf") instanceof ArrayNode list ? list : property.putArray("allOf");
    return all.addObject();
  }

  private void range(Rule rule, String column, Optional<Bound> lower, Optional<Bound> upper) {
    boolean isNumber =
        lower.or(() -> upper).filter(bound -> bound.value() instanceof Number).isPresent();
    if (!isNumber) {
      leave(rule, "is about dates or times, which JSON Schema does not compare");
      return;
    }
    lower.ifPresent(bound -> end(column, bound, "minimum", "exclusiveMinimum"));
    upper.ifPresent(bound -> end(column, bound, "maximum", "exclusiveMaximum"));
  }

  private void end(String column, Bound bound, String inclusive, String exclusive) {
    String keyword = bound.inclusive() ? inclusive : exclusive;
    part(column, keyword).set(keyword, node(bound.value()));
  }

  private void members(String column, List<Object> values) {
    ArrayNode members = Json.array();
    values.forEach(value -> members.add(node(value)));
    if (properties.path(column).path("type").isArray()) {
      members.addNull();
    }
    part(column, "enum").set("enum", members);
  }

  private static JsonNode node(Object value) {
    return value instanceof Temporal
        ? Json.MAPPER.valueToTree(value.toString())
        : Json.MAPPER.valueToTree(value);
  }
}
