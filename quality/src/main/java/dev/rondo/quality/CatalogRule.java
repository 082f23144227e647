package dev.rondo.quality;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.condition.RowCondition;
import dev.rondo.quality.expectation.Arguments;
import dev.rondo.quality.expectation.Catalog;
import dev.rondo.quality.expectation.ExpectationConfig;
import dev.rondo.quality.expectation.ExpectationType;
import dev.rondo.quality.expectation.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a rule that names an expectation of the catalog with its arguments, as Great Expectations
/// writes it. Arguments may be spelt `min_value` or `minValue`.
final class CatalogRule {
  private static final String CONDITION = "row_condition";
  private static final String PARSER = "condition_parser";
  private static final List<String> CONDITIONAL = List.of(CONDITION, PARSER);
  private static final Pattern CAPITAL = Pattern.compile("([a-z])([A-Z])");

  private final Fields item;
  private final Fields how;
  private final List<String> columns;

  /// @param item the rule
  /// @param how its implementation
  /// @param columns those of the contract
  CatalogRule(Fields item, Fields how, List<String> columns) {
    this.item = item;
    this.how = how;
    this.columns = List.copyOf(columns);
  }

  /// @param column on which the rule stands, for expectations that do not name one
  Optional<Expectation.OfTable> read(Optional<String> column) {
    how.only("type", "expectation_type", "kwargs", "meta", "description", "id", "severity");
    String key = how.has("expectation_type") ? "expectation_type" : "type";
    String name = how.text(key);
    Optional<ExpectationType> type = Catalog.find(name);
    if (type.isEmpty()) {
      if (!name.isEmpty()) {
        List<String> known = Catalog.all().stream().map(ExpectationType::name).toList();
        how.mistake(key, Nearest.none("expectation", name, known));
      }
      return Optional.empty();
    }
    ObjectNode given = spelt(how.tree("kwargs"), type.get(), column);
    Optional<RowCondition> condition = condition(type.get(), given);
    List<Mistake> mistakes = type.get().mistakes(given);
    mistakes.forEach(mistake -> how.mistake("kwargs", mistake.message()));
    requireColumns(type.get(), given);
    return mistakes.isEmpty()
        ? Optional.of(new Expectation.FromCatalog(config(type.get(), given, condition)))
        : Optional.empty();
  }

  /// Takes the rows that the rule is about out of the arguments.
  private Optional<RowCondition> condition(ExpectationType type, ObjectNode given) {
    Optional<JsonNode> written = Optional.ofNullable(given.remove(CONDITION));
    String parser = Optional.ofNullable(given.remove(PARSER)).map(JsonNode::asString).orElse("");
    if (written.isEmpty() || written.get().isNull()) {
      return Optional.empty();
    }
    if (!type.isConditional()) {
      how.mistake("kwargs", "%s takes no row condition.".formatted(type.name()));
      return Optional.empty();
    }
    try {
      RowCondition condition = RowCondition.read(written.get(), parser);
      condition.columns().stream()
          .filter(name -> !columns.contains(name))
          .forEach(name -> how.mistake("kwargs", Nearest.none("column", name, columns)));
      return Optional.of(condition);
    } catch (Problem e) {
      how.mistake("kwargs", e.text());
      return Optional.empty();
    }
  }

  private static ObjectNode spelt(
      ObjectNode kwargs, ExpectationType type, Optional<String> column) {
    List<String> known = type.parameters().stream().map(Parameter::name).toList();
    ObjectNode given = Json.object();
    kwargs.forEachEntry((name, value) -> {
      String snake = CAPITAL.matcher(name).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
      given.set(known.contains(snake) || CONDITIONAL.contains(snake) ? snake : name, value);
    });
    given.remove("batch_id");
    if (known.contains("column") && !given.has("column")) {
      column.ifPresent(name -> given.put("column", name));
    }
    return given;
  }

  private void requireColumns(ExpectationType type, ObjectNode given) {
    for (Parameter parameter : type.parameters()) {
      JsonNode value = given.path(parameter.name());
      boolean names =
          parameter.form() == Parameter.Form.COLUMN
              && !type.name().equals("expect_column_to_exist");
      if (names && value.isString() && !columns.contains(value.stringValue())) {
        how.mistake("kwargs", Nearest.none("column", value.stringValue(), columns));
      }
    }
  }

  private ExpectationConfig config(
      ExpectationType type, ObjectNode given, Optional<RowCondition> condition) {
    return new ExpectationConfig(
        item.optionalText("id").orElse(""),
        new Arguments(type, given),
        item.choice("severity", Severity.class, Severity.ERROR),
        condition,
        how.tree("meta"),
        item.optionalText("description").orElse(""));
  }
}
