package dev.rondo.quality.exchange;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.Catalog;
import dev.rondo.quality.expectation.ExpectationType;
import dev.rondo.quality.expectation.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Carries tests of dbt over into an object of a draft.
final class DbtTest {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\s*(?:\\{\\{\\s*)?(?:ref|source)\\(.*?['\"]([^'\"]+)['\"]\\s*\\)(?:\\s*\\}\\})?\\s*");
  private static final Pattern LIMIT = Pattern.compile("(>=?)\\s*([0-9]+)");
  private static final Set<String> SETTINGS =
      Set.of(
          "config",
          "arguments",
          "name",
          "description",
          "severity",
          "where",
          "error_if",
          "warn_if",
          "tags",
          "meta",
          "limit",
          "store_failures",
          "fail_calc",
          "enabled",
          "quote",
          "test_name");
  private static final Map<String, String> SPELLINGS =
      Map.of("column_type", "type_", "column_type_list", "type_list");

  private final Drafting draft;
  private final String path;
  private final ObjectNode object;
  private final String column;

  /// @param path where the test stands
  /// @param column of which the test is; empty for the table
  DbtTest(Drafting draft, String path, ObjectNode object, String column) {
    this.draft = draft;
    this.path = path;
    this.object = object;
    this.column = column;
  }

  /// Adds a test as `schema.yml` has it: its name, or an object with its name and arguments.
  void add(JsonNode test) {
    if (test.isString()) {
      add(test.stringValue(), Json.object());
      return;
    }
    if (test.path("test_name").isString()) {
      add(test.path("test_name").stringValue(), (ObjectNode) test);
      return;
    }
    for (Map.Entry<String, JsonNode> entry : test.properties()) {
      JsonNode arguments = entry.getValue();
      add(entry.getKey(), arguments instanceof ObjectNode object ? object : Json.object());
    }
  }

  private void add(String name, ObjectNode given) {
    ObjectNode arguments = Json.object();
    given.forEachEntry((key, value) -> {
      if (!SETTINGS.contains(key)) {
        arguments.set(key, value);
      }
    });
    given.path("arguments").forEachEntry(arguments::set);
    Settings settings = Settings.of(given);
    if (!settings.isEnabled()) {
      draft.leave(path, "The test '%s' is switched off.".formatted(name));
    } else if (settings.limit().isEmpty()) {
      draft.leave(path, "The test '%s' fails by a condition that is no number.".formatted(name));
    } else if (!carried(name, arguments, settings)) {
      draft.leave(path, "The test '%s' is not carried over.".formatted(name));
    }
  }

  /// What stands around a test.
  ///
  /// @param limit how many failing rows are tolerated; empty when it does not say so plainly
  private record Settings(
      String severity, String where, Optional<Long> limit, String name, boolean isEnabled) {

    static Settings of(JsonNode given) {
      String severity = setting(given, "severity").toLowerCase(Locale.ROOT);
      String key = severity.equals("warn") ? "warn_if" : "error_if";
      return new Settings(
          severity.equals("warn") ? "warning" : "error",
          setting(given, "where"),
          limit(setting(given, key)),
          given.path("name").asString(""),
          given.path("config").path("enabled").asBoolean(true));
    }

    private static String setting(JsonNode given, String key) {
      return given.path("config").path(key).asString(given.path(key).asString(""));
    }

    private static Optional<Long> limit(String text) {
      if (text.isBlank() || text.strip().equals("!= 0") || text.strip().equals("!=0")) {
        return Optional.of(0L);
      }
      Matcher matcher = LIMIT.matcher(text.strip());
      return matcher.matches() && matcher.group(2).length() < 10
          ? Optional.of(Long.parseLong(matcher.group(2)) - matcher.group(1).length() + 1)
          : Optional.empty();
    }

    /// An error is what a rule is anyhow.
    ObjectNode severe(ObjectNode rule) {
      return severity.equals("error") ? rule : rule.put("severity", severity);
    }

    boolean isPlain() {
      return severity.equals("error") && where.isEmpty() && limit.equals(Optional.of(0L));
    }
  }

  private boolean carried(String name, ObjectNode arguments, Settings settings) {
    String plain = name.substring(name.lastIndexOf('.') + 1);
    boolean isOfColumn = !column.isEmpty();
    return switch (plain) {
      case "not_null" -> isOfColumn && notNull(settings);
      case "unique" -> isOfColumn && unique(settings);
      case "accepted_values" ->
          isOfColumn && arguments.path("values").isArray() && accepted(arguments, settings);
      case "relationships" ->
          isOfColumn && settings.where().isEmpty() && related(arguments, settings);
      case "expression_is_true" ->
          arguments.path("expression").isString() && expression(arguments, settings);
      case "unique_combination_of_columns" ->
          arguments.path("combination_of_columns").isArray()
              && combination(arguments.get("combination_of_columns"), settings);
      case "accepted_range" -> isOfColumn && range(arguments, settings);
      case "not_empty_string" ->
          isOfColumn && rule(Drafting.own(Json.object().put("minLength", 1)), settings);
      case "not_null_proportion" -> isOfColumn && proportion(arguments, settings);
      default -> plain.startsWith("expect_") && expectation(plain, arguments, settings);
    };
  }

  private ObjectNode owner() {
    return column.isEmpty() ? object : Drafting.column(object, column);
  }

  private boolean notNull(Settings settings) {
    if (settings.isPlain()) {
      owner().put("required", true);
      return true;
    }
    return settings.where().isEmpty()
        ? rule(Json.object().put("metric", "nullValues"), settings)
        : row(SqlSession.name(column) + " IS NOT NULL", settings, "not_null");
  }

  private boolean unique(Settings settings) {
    if (settings.isPlain()) {
      owner().put("unique", true);
      return true;
    }
    return settings.where().isEmpty()
        && rule(Json.object().put("metric", "duplicateValues"), settings);
  }

  private boolean accepted(ObjectNode arguments, Settings settings) {
    JsonNode values = arguments.get("values");
    if (!settings.where().isEmpty()) {
      String list =
          values
              .valueStream()
              .map(value ->
                  value.isString() ? SqlSession.text(value.stringValue()) : value.toString())
              .collect(Collectors.joining(", ", " IN (", ")"));
      return row(SqlSession.name(column) + list, settings, "accepted_values");
    }
    guess(values);
    ObjectNode rule = Json.object().put("metric", "invalidValues");
    rule.putObject("arguments").set("validValues", values);
    return rule(rule, settings);
  }

  private void guess(JsonNode values) {
    ObjectNode owner = owner();
    if (!owner.has("logicalType")) {
      boolean areWhole = values.valueStream().allMatch(JsonNode::isIntegralNumber);
      boolean areTexts = values.valueStream().allMatch(JsonNode::isString);
      if (areWhole || areTexts) {
        owner.put("logicalType", areWhole ? "integer" : "string");
      }
    }
  }

  private boolean related(ObjectNode arguments, Settings settings) {
    Matcher to = REFERENCE.matcher(arguments.path("to").asString(""));
    String field = arguments.path("field").asString("");
    if (!to.matches() || field.isEmpty() || !settings.limit().equals(Optional.of(0L))) {
      return false;
    }
    ObjectNode relationship = owner().withArray("relationships").addObject();
    relationship.put("to", to.group(1) + "." + field);
    if (settings.severity().equals("warning")) {
      Drafting.custom(relationship, "severity", Json.MAPPER.valueToTree("warning"));
    }
    return true;
  }

  private boolean expression(ObjectNode arguments, Settings settings) {
    String expression = arguments.path("expression").stringValue().strip();
    String sql = column.isEmpty() ? expression : SqlSession.name(column) + " " + expression;
    return !sql.contains("{{") && row(sql, settings, "expression_is_true");
  }

  private boolean combination(JsonNode columns, Settings settings) {
    if (!settings.where().isEmpty()) {
      return false;
    }
    columns.forEach(name -> Drafting.column(object, name.asString("")));
    ObjectNode rule = Json.object().put("metric", "duplicateValues");
    rule.putObject("arguments").set("properties", columns);
    Drafting.rule(object, settled(rule, settings));
    return true;
  }

  private boolean range(ObjectNode arguments, Settings settings) {
    boolean isInclusive = arguments.path("inclusive").asBoolean(true);
    ObjectNode how = Json.object();
    put(how, isInclusive ? "minimum" : "exclusiveMinimum", arguments.path("min_value"));
    put(how, isInclusive ? "maximum" : "exclusiveMaximum", arguments.path("max_value"));
    ObjectNode owner = owner();
    if (!owner.has("logicalType")) {
      owner.put("logicalType", "number");
    }
    return !how.isEmpty() && rule(Drafting.own(how), settings);
  }

  private static void put(ObjectNode how, String key, JsonNode value) {
    if (value.isNumber() || value.isString()) {
      how.set(key, value);
    }
  }

  private boolean proportion(ObjectNode arguments, Settings settings) {
    if (!settings.where().isEmpty() || !arguments.path("at_least").isNumber()) {
      return false;
    }
    double most = Math.round((1 - arguments.path("at_least").doubleValue()) * 1e8) / 1e6;
    ObjectNode rule = Json.object().put("metric", "nullValues").put("unit", "percent");
    rule.put("mustBeLessOrEqualTo", most);
    Drafting.rule(owner(), settings.severe(rule));
    return true;
  }

  private boolean expectation(String name, ObjectNode arguments, Settings settings) {
    Optional<ExpectationType> type = Catalog.find(name);
    if (type.isEmpty() || !settings.where().isEmpty()) {
      return false;
    }
    ObjectNode kwargs = Json.object();
    arguments.forEachEntry((key, value) -> {
      if (key.equals("strictly") && value.asBoolean(false)) {
        kwargs.put("strict_min", true).put("strict_max", true);
      } else if (!key.equals("strictly") && !key.equals("quote_values")) {
        kwargs.set(SPELLINGS.getOrDefault(key, key), value);
      }
    });
    List<String> known = type.get().parameters().stream().map(Parameter::name).toList();
    if (known.contains("column") && !column.isEmpty()) {
      kwargs.put("column", column);
    }
    List<Mistake> mistakes = type.get().mistakes(kwargs);
    if (!mistakes.isEmpty()) {
      draft.leave(path, mistakes.getFirst().message());
      return false;
    }
    ObjectNode rule = Json.object().put("type", "custom").put("engine", "greatExpectations");
    rule.putObject("implementation").put("type", name).set("kwargs", kwargs);
    Drafting.rule(owner(), settings.severe(rule));
    return true;
  }

  private boolean row(String sql, Settings settings, String id) {
    String where = settings.where();
    String condition =
        where.isEmpty() ? sql : "(" + where + ") IS NOT TRUE OR coalesce((" + sql + "), FALSE)";
    ObjectNode rule = Drafting.own(Json.object().put("row", condition));
    String name =
        settings.name().isEmpty() ? id + (column.isEmpty() ? "" : "_" + column) : settings.name();
    return rule(rule.put("id", name), settings);
  }

  private boolean rule(ObjectNode rule, Settings settings) {
    if (!settings.where().isEmpty() && !rule.path("implementation").has("row")) {
      return false;
    }
    Drafting.rule(owner(), settled(rule, settings));
    return true;
  }

  private static ObjectNode settled(ObjectNode rule, Settings settings) {
    long limit = settings.limit().orElse(0L);
    if (limit > 0) {
      rule.put("mustBeLessOrEqualTo", limit);
    } else if (rule.has("metric")) {
      rule.put("mustBe", 0);
    }
    if (!settings.name().isEmpty()) {
      rule.put("id", settings.name());
    }
    return settings.severe(rule);
  }
}
