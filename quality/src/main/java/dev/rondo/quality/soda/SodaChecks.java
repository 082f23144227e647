package dev.rondo.quality.soda;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.soda.SodaRules.Item;
import dev.rondo.quality.soda.SodaRules.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Translates checks of SodaCL into rules of a contract: counts of rows, of missing, invalid and
/// duplicate values; least, most, mean, sum, spread; freshness; schema; failed rows; references.
/// What it cannot carry over it says.
public final class SodaChecks {
  private static final Pattern CHECK =
      Pattern.compile(
          "([a-z_][a-z0-9_ ]*?)\\s*(?:\\(([^()]*)\\))?\\s*((?:not\\s+between|between|[<>=!]).*)?",
          Pattern.DOTALL);
  private static final Pattern EXISTS =
      Pattern.compile(
          "values in \\(?([^()]+?)\\)? must (not )?exist in ([^\\s()]+)\\s*\\(?([^()]+?)\\)?");
  private static final Pattern AGE = Pattern.compile("<=?\\s*([0-9]+[dhms](?:[0-9]+[dhms])*)");
  private static final Map<String, String> FIGURES =
      Map.ofEntries(
          Map.entry("min", "min(%s)"),
          Map.entry("max", "max(%s)"),
          Map.entry("avg", "avg(%s)"),
          Map.entry("sum", "sum(%s)"),
          Map.entry("stddev", "stddev_samp(%s)"),
          Map.entry("stddev_samp", "stddev_samp(%s)"),
          Map.entry("stddev_pop", "stddev_pop(%s)"),
          Map.entry("variance", "var_samp(%s)"),
          Map.entry("var_samp", "var_samp(%s)"),
          Map.entry("var_pop", "var_pop(%s)"),
          Map.entry("min_length", "min(length(%s))"),
          Map.entry("max_length", "max(length(%s))"),
          Map.entry("avg_length", "avg(length(%s))"),
          Map.entry("percentile", "quantile_cont(%s, %s)"));
  private static final Map<String, String> BOUNDS =
      Map.of(
          "must_be", "=",
          "must_not_be", "!=",
          "must_be_greater_than", ">",
          "must_be_greater_than_or_equal_to", ">=",
          "must_be_less_than", "<",
          "must_be_less_than_or_equal_to", "<=");
  private static final Map<String, String> SHORTHANDS =
      Map.of(
          "no_missing_values", "missing_count",
          "no_invalid_values", "invalid_count",
          "no_duplicate_values", "duplicate_count",
          "rows_exist", "row_count");
  private static final List<String> IGNORED =
      List.of("name", "samples limit", "samples columns", "attributes", "identity", "warn", "fail");

  private final String text;
  private final String metric;
  private final List<String> arguments;
  private final JsonNode config;

  private SodaChecks(String text, String metric, List<String> arguments, JsonNode config) {
    this.text = text;
    this.metric = metric;
    this.arguments = arguments;
    this.config = config;
  }

  /// Translates a check, a list of checks, or a check as Soda's data contracts write it, with
  /// `type` and `must_be_less_than`.
  ///
  /// @param column for which the checks stand when they name none; empty for the table
  public static SodaRules of(JsonNode checks, String column) {
    if (checks.isArray()) {
      return checks
          .valueStream()
          .map(check -> of(check, column))
          .reduce(new SodaRules(List.of(), List.of()), SodaRules::and);
    }
    if (checks.isString()) {
      return check(checks.stringValue().strip(), Json.object(), column);
    }
    if (checks.path("type").isString()) {
      return typed(checks, column);
    }
    SodaRules rules = new SodaRules(List.of(), List.of());
    for (Map.Entry<String, JsonNode> check : checks.properties()) {
      rules =
          rules.and(
              check.getKey().startsWith("checks for ")
                  ? of(check.getValue(), column)
                  : check(check.getKey().strip(), check.getValue(), column));
    }
    boolean isEmpty = rules.items().isEmpty() && rules.leftOut().isEmpty();
    return isEmpty ? SodaRules.none(shown(checks) + " is no check of SodaCL.") : rules;
  }

  private static String shown(JsonNode node) {
    String text = node.toString();
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }

  private static SodaRules typed(JsonNode check, String column) {
    String type = check.path("type").stringValue();
    List<String> columns = new ArrayList<>();
    check.path("columns").forEach(name -> columns.add(name.asString("")));
    if (columns.isEmpty() && !check.path("column").asString(column).isEmpty()) {
      columns.add(check.path("column").asString(column));
    }
    String metric = SHORTHANDS.getOrDefault(type, type);
    Optional<Threshold> threshold =
        BOUNDS.keySet().stream()
            .filter(check::hasNonNull)
            .findFirst()
            .flatMap(key -> Threshold.parse(BOUNDS.get(key) + " " + check.get(key).asString()))
            .or(() -> range(check.path("must_be_between")))
            .or(() -> type.equals("rows_exist") ? Threshold.parse("> 0") : Optional.empty())
            .or(() -> SHORTHANDS.containsKey(type) ? Threshold.parse("= 0") : Optional.empty());
    ObjectNode config = Json.object();
    check
        .properties()
        .forEach(entry -> config.set(entry.getKey().replace('_', ' '), entry.getValue()));
    List.of("type", "columns", "column").forEach(config::remove);
    BOUNDS.keySet().forEach(key -> config.remove(key.replace('_', ' ')));
    config.remove("must be between");
    List<String> named = metric.equals("row_count") ? List.of() : columns;
    SodaChecks soda = new SodaChecks(type, metric, named, config);
    return threshold
        .map(t -> soda.rules(t, ""))
        .orElseGet(() -> SodaRules.none("'" + type + "' says no number that it must be."));
  }

  private static Optional<Threshold> range(JsonNode pair) {
    return pair.size() == 2
        ? Threshold.parse("between %s and %s".formatted(pair.get(0), pair.get(1)))
        : Optional.empty();
  }

  private static SodaRules check(String text, JsonNode config, String column) {
    if (text.equals("schema")) {
      return SodaSchema.rules(config);
    }
    if (text.equals("failed rows")) {
      return SodaFailedRows.rules(config);
    }
    Matcher exists = EXISTS.matcher(text);
    if (exists.matches()) {
      return exists(text, exists);
    }
    Matcher check = CHECK.matcher(text);
    if (!check.matches()) {
      return SodaRules.none("'%s' is not carried over.".formatted(text));
    }
    List<String> arguments = arguments(check.group(2), column);
    String metric = check.group(1);
    SodaChecks soda =
        new SodaChecks(text, metric, metric.equals("row_count") ? List.of() : arguments, config);
    return soda.rules(Optional.ofNullable(check.group(3)));
  }

  private static List<String> arguments(
      @org.jspecify.annotations.Nullable String text, String column) {
    if (text == null) {
      return column.isEmpty() ? List.of() : List.of(column);
    }
    return Pattern.compile(",").splitAsStream(text).map(SodaChecks::unquoted).toList();
  }

  private static String unquoted(String name) {
    return name.strip().replaceAll("^[\"`]|[\"`]$", "");
  }

  private static SodaRules exists(String text, Matcher exists) {
    List<String> from = arguments(exists.group(1), "");
    List<String> to = arguments(exists.group(4), "");
    if (exists.group(2) != null || from.size() != 1 || to.size() != 1) {
      return SodaRules.none("'%s' is not carried over.".formatted(text));
    }
    ObjectNode relationship = Json.object();
    relationship.put("to", exists.group(3) + "." + to.getFirst());
    return SodaRules.of(new Item(Kind.RELATIONSHIP, from.getFirst(), relationship));
  }

  /// With one threshold, or with one for warnings and one for failures.
  private SodaRules rules(Optional<String> condition) {
    List<String> unknown =
        config.propertyNames().stream().filter(key -> !isUnderstood(key)).toList();
    if (!unknown.isEmpty()) {
      return none("uses " + String.join(", ", unknown));
    }
    if (metric.equals("freshness")) {
      return fresh(condition);
    }
    SodaRules rules = new SodaRules(List.of(), List.of());
    if (condition.isPresent()) {
      rules = rules.and(rules(condition.get(), false, ""));
    }
    for (String alert : List.of("fail", "warn")) {
      String when = config.path(alert).asString("");
      if (!when.isEmpty()) {
        rules =
            rules.and(
                rules(
                    when.replaceFirst("^when\\s+", ""),
                    true,
                    alert.equals("fail") ? "error" : "warning"));
      }
    }
    boolean isEmpty = rules.items().isEmpty() && rules.leftOut().isEmpty();
    return isEmpty ? none("says no number that it must be") : rules;
  }

  private boolean isUnderstood(String key) {
    return IGNORED.contains(key)
        || key.equals("filter")
        || key.startsWith("valid ")
        || key.startsWith("missing ")
        || key.equals(metric + " expression")
        || key.equals(metric + " query");
  }

  private SodaRules rules(String condition, boolean isAlert, String severity) {
    return Threshold.parse(condition)
        .map(threshold -> isAlert ? threshold.opposite() : threshold)
        .map(threshold -> rules(threshold, severity))
        .orElseGet(() -> none("compares with what is no number"));
  }

  private SodaRules none(String why) {
    return SodaRules.none("'%s' is not carried over: it %s.".formatted(text, why));
  }

  private SodaRules fresh(Optional<String> condition) {
    Matcher age =
        AGE.matcher(condition.orElse(config.path("fail").asString("").replace("when >", "<")));
    if (!age.matches() || arguments.isEmpty()) {
      return none("is not of the form freshness(column) < 1d");
    }
    ObjectNode rule = custom(Json.object().put("newestAtMost", iso(age.group(1))));
    return SodaRules.of(new Item(Kind.QUALITY, arguments.getFirst(), identified(rule, "", 0)));
  }

  /// `1d6h` as ISO 8601.
  private static String iso(String age) {
    int days = age.indexOf('d');
    String time = age.substring(days + 1).toUpperCase(Locale.ROOT);
    return "P"
        + age.substring(0, days + 1).toUpperCase(Locale.ROOT)
        + (time.isEmpty() ? "" : "T" + time);
  }

  private SodaRules rules(Threshold threshold, String severity) {
    if (metric.equals("row_count") && !config.has("filter")) {
      return items("", Json.object().put("metric", "rowCount"), threshold, severity);
    }
    if (config.has(metric + " expression") || FIGURES.containsKey(metric) || isFiltered()) {
      return figure(threshold, severity);
    }
    if (config.has(metric + " query")) {
      return query(config.path(metric + " query").asString(""), threshold, severity);
    }
    boolean isShare = metric.endsWith("_percent");
    String counted = metric.replaceFirst("_(count|percent)$", "");
    if (arguments.isEmpty() || counted.equals(metric) || config.has("filter")) {
      return none("measures what contracts here do not");
    }
    Optional<ObjectNode> rule =
        switch (counted) {
          case "missing" -> missing();
          case "duplicate" -> Optional.of(duplicates());
          case "invalid" -> SodaValidity.rule(config);
          default -> Optional.empty();
        };
    if (rule.isEmpty()) {
      return none("measures what contracts here do not");
    }
    if (isShare) {
      rule.get().put("unit", "percent");
    }
    String column = arguments.size() == 1 ? arguments.getFirst() : "";
    return items(column, rule.get(), threshold, severity);
  }

  private boolean isFiltered() {
    return metric.equals("row_count") && config.has("filter");
  }

  private Optional<ObjectNode> missing() {
    if (config.has("missing regex")) {
      return Optional.empty();
    }
    ObjectNode rule = Json.object();
    if (!config.has("missing values")) {
      return Optional.of(rule.put("metric", "nullValues"));
    }
    rule.put("metric", "missingValues");
    ArrayNode values = rule.putObject("arguments").putArray("missingValues").addNull();
    config.path("missing values").forEach(values::add);
    return Optional.of(rule);
  }

  private ObjectNode duplicates() {
    ObjectNode rule = Json.object().put("metric", "duplicateValues");
    if (arguments.size() > 1) {
      ArrayNode properties = rule.putObject("arguments").putArray("properties");
      arguments.forEach(properties::add);
    }
    return rule;
  }

  private SodaRules figure(Threshold threshold, String severity) {
    String expression = config.path(metric + " expression").asString("");
    if (expression.isEmpty() && isFiltered()) {
      expression = "count(*)";
    }
    if (expression.isEmpty()) {
      if (arguments.isEmpty() || metric.equals("percentile") != (arguments.size() == 2)) {
        return none("names no column");
      }
      Object[] names = {quoted(arguments.getFirst()), arguments.getLast()};
      expression = FIGURES.getOrDefault(metric, "%s").formatted(names);
    }
    String filter = config.path("filter").asString("");
    String where = filter.isEmpty() ? "" : " WHERE " + filter;
    return query("SELECT " + expression + " FROM {object}" + where, threshold, severity);
  }

  private SodaRules query(String sql, Threshold threshold, String severity) {
    ObjectNode rule = Json.object().put("type", "sql").put("query", sql);
    String column =
        arguments.size() == 1 && FIGURES.containsKey(metric) ? arguments.getFirst() : "";
    return items(column, rule, threshold, severity);
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private SodaRules items(String column, ObjectNode rule, Threshold threshold, String severity) {
    List<ObjectNode> rules = threshold.on(rule);
    if (rules.isEmpty()) {
      return none("asks for a number outside a range, ends and all");
    }
    List<Item> items = new ArrayList<>();
    for (ObjectNode each : rules) {
      items.add(new Item(Kind.QUALITY, column, identified(each, severity, items.size())));
    }
    return new SodaRules(items, List.of());
  }

  private ObjectNode identified(ObjectNode rule, String severity, int number) {
    String more = (severity.equals("warning") ? " warn" : "") + (number > 0 ? " most" : "");
    rule.put("id", slug(text + more));
    if (config.path("name").isString()) {
      rule.put("description", config.path("name").stringValue());
    }
    if (!severity.isEmpty()) {
      rule.put("severity", severity);
    }
    return rule;
  }

  static ObjectNode custom(JsonNode implementation) {
    ObjectNode rule = Json.object().put("type", "custom").put("engine", "rondo");
    rule.set("implementation", implementation);
    return rule;
  }

  /// A text as an id.
  static String slug(String text) {
    String spelt =
        text.toLowerCase(Locale.ROOT)
            .replace(">=", " at least ")
            .replace("<=", " at most ")
            .replace("!=", " not ")
            .replace(">", " above ")
            .replace("<", " below ");
    return spelt.replaceAll("[^\\p{L}\\p{N}_]+", "-").replaceAll("^-|-$", "");
  }
}
