package dev.rondo.quality.exchange;

import dev.rondo.kernel.Durations;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.quality.soda.SodaChecks;
import dev.rondo.quality.soda.SodaRules;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Drafts a contract from the Data Contract Specification (1.x, and what 0.9 has in common with
/// it): an object for each model, a column for each field.
public final class SpecificationImport {
  private static final Set<String> ROOT =
      Set.of(
          "dataContractSpecification",
          "id",
          "info",
          "servers",
          "terms",
          "models",
          "definitions",
          "servicelevels",
          "serviceLevels",
          "links",
          "tags",
          "quality");
  private static final Set<String> MODEL =
      Set.of(
          "description",
          "type",
          "title",
          "fields",
          "primaryKey",
          "quality",
          "additionalFields",
          "examples",
          "tags",
          "config");
  private static final Set<String> FIELD =
      Set.of(
          "type",
          "title",
          "description",
          "required",
          "unique",
          "primaryKey",
          "primary",
          "references",
          "enum",
          "format",
          "precision",
          "scale",
          "minLength",
          "maxLength",
          "pattern",
          "minimum",
          "exclusiveMinimum",
          "maximum",
          "exclusiveMaximum",
          "example",
          "examples",
          "pii",
          "classification",
          "tags",
          "links",
          "$ref",
          "quality",
          "fields",
          "items",
          "config",
          "domain",
          "name");
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("number", "number"),
          Map.entry("decimal", "number"),
          Map.entry("numeric", "number"),
          Map.entry("float", "number"),
          Map.entry("double", "number"),
          Map.entry("int", "integer"),
          Map.entry("integer", "integer"),
          Map.entry("long", "integer"),
          Map.entry("bigint", "integer"),
          Map.entry("string", "string"),
          Map.entry("text", "string"),
          Map.entry("varchar", "string"),
          Map.entry("bytes", "string"),
          Map.entry("boolean", "boolean"),
          Map.entry("timestamp", "timestamp"),
          Map.entry("timestamp_tz", "timestamp"),
          Map.entry("timestamp_ntz", "timestamp"),
          Map.entry("date", "date"),
          Map.entry("time", "time"),
          Map.entry("array", "array"),
          Map.entry("map", "object"),
          Map.entry("object", "object"),
          Map.entry("record", "object"),
          Map.entry("struct", "object"),
          Map.entry("variant", "object"),
          Map.entry("json", "object"));
  private static final List<String> TEXT_OPTIONS =
      List.of("minLength", "maxLength", "pattern", "format");
  private static final List<String> NUMBER_OPTIONS =
      List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum");
  private static final List<String> SPANS =
      List.of("threshold", "period", "percentage", "interval", "time", "responseTime");
  private static final Pattern SPAN = Pattern.compile("([0-9]+) ?([a-zA-Z]+)");

  private final Drafting draft;
  private final JsonNode source;

  private SpecificationImport(Drafting draft) {
    this.draft = draft;
    this.source = draft.source();
  }

  /// @param file its name, for places
  /// @throws dev.rondo.kernel.Problem when the text is neither YAML nor JSON
  public static Draft of(String file, String text) {
    return new SpecificationImport(Drafting.from(file, text)).read(file);
  }

  private Draft read(String file) {
    JsonNode info = source.path("info");
    draft.head(
        source.path("id").asString(file),
        info.path("title").asString(""),
        info.path("version").asString(""));
    unknown(source, ROOT, "");
    terms(info);
    for (Map.Entry<String, JsonNode> server : source.path("servers").properties()) {
      server(server.getKey(), server.getValue());
    }
    for (Map.Entry<String, JsonNode> model : source.path("models").properties()) {
      model(model.getKey(), model.getValue());
    }
    serviceLevels();
    soda();
    links(draft.root(), source.path("links"));
    tags(draft.root(), source.path("tags"));
    return draft.draft();
  }

  private void unknown(JsonNode given, Set<String> known, String path) {
    for (String key : given.propertyNames()) {
      if (!known.contains(key)) {
        draft.leave(path + "/" + Yaml.escape(key), "'%s' is not carried over.".formatted(key));
      }
    }
  }

  private void terms(JsonNode info) {
    JsonNode terms = source.path("terms");
    ObjectNode description = Json.object();
    put(description, "purpose", info.path("description"));
    put(description, "limitations", terms.path("limitations"));
    put(description, "usage", terms.path("usage"));
    if (!description.isEmpty()) {
      draft.root().set("description", description);
    }
    for (String key : List.of("billing", "noticePeriod")) {
      if (terms.has(key)) {
        Drafting.custom(draft.root(), key, terms.get(key));
      }
    }
    unknown(terms, Set.of("usage", "limitations", "billing", "noticePeriod", "policies"), "/terms");
    for (JsonNode policy : terms.path("policies")) {
      if (policy.path("url").isString()) {
        ObjectNode link = draft.root().withArray("authoritativeDefinitions").addObject();
        link.put("url", policy.path("url").stringValue());
        link.put("type", policy.path("name").asString(policy.path("type").asString("policy")));
      }
    }
    if (!info.path("owner").asString("").isBlank()) {
      draft.root().putObject("team").put("name", info.path("owner").asString());
    }
    JsonNode contact = info.path("contact");
    if (contact.isObject()) {
      ObjectNode support = draft.root().withArray("support").addObject();
      support.put("channel", contact.path("name").asString("contact"));
      String email = contact.path("email").asString("");
      String url = contact.path("url").asString(email.isEmpty() ? "" : "mailto:" + email);
      if (!url.isEmpty()) {
        support.put("url", url);
      }
    }
    unknown(info, Set.of("title", "version", "description", "owner", "contact"), "/info");
  }

  private static void put(ObjectNode target, String key, JsonNode text) {
    if (!text.asString("").isBlank()) {
      target.put(key, text.asString("").strip());
    }
  }

  private void server(String name, JsonNode given) {
    ObjectNode server = draft.root().withArray("servers").addObject();
    server.put("server", name);
    given.forEachEntry((key, value) -> {
      if (key.equals("type")) {
        server.put("type", value.asString("custom").toLowerCase(Locale.ROOT));
      } else if (key.equals("roles")) {
        value.forEach(role ->
            server.withArray("roles").addObject().put("role", role.path("name").asString("")));
      } else if (Set.of("topic", "clusterIdentifier", "endpoint", "httpPath", "account")
          .contains(key)) {
        Drafting.custom(server, key, value);
      } else {
        server.set(key, value);
      }
    });
  }

  private void model(String name, JsonNode model) {
    String path = "/models/" + Yaml.escape(name);
    unknown(model, MODEL, path);
    ObjectNode object = draft.object(name);
    put(object, "physicalType", model.path("type"));
    put(object, "businessName", model.path("title"));
    Drafting.describe(object, model.path("description"));
    tags(object, model.path("tags"));
    config(object, model.path("config"));
    for (Map.Entry<String, JsonNode> field : model.path("fields").properties()) {
      String at = path + "/fields/" + Yaml.escape(field.getKey());
      field(Drafting.column(object, field.getKey()), field.getValue(), at, 0);
    }
    int position = 1;
    for (JsonNode key : model.path("primaryKey")) {
      ObjectNode column = Drafting.column(object, key.asString(""));
      column.put("primaryKey", true).put("primaryKeyPosition", position++);
    }
    quality(object, model.path("quality"), path);
    if (model.path("additionalFields").isBoolean() && !model.path("additionalFields").asBoolean()) {
      Drafting.custom(object, "extraColumns", Json.MAPPER.valueToTree("refuse"));
    }
    if (model.has("examples")) {
      draft.leave(path + "/examples", "Examples of whole rows have no place in a contract.");
    }
  }

  private static void tags(ObjectNode owner, JsonNode tags) {
    if (tags.isArray() && !tags.isEmpty()) {
      owner.set("tags", tags);
    }
  }

  private static void config(ObjectNode owner, JsonNode config) {
    config.forEachEntry((key, value) -> Drafting.custom(owner, key, value));
  }

  private static void links(ObjectNode owner, JsonNode links) {
    links.forEachEntry((type, url) ->
        owner
            .withArray("authoritativeDefinitions")
            .addObject()
            .put("url", url.asString(""))
            .put("type", type));
  }

  private JsonNode resolved(JsonNode field, String path) {
    String reference = field.path("$ref").asString("");
    if (reference.isEmpty()) {
      return field;
    }
    JsonNode definition = reference.startsWith("#/") ? source.at(reference.substring(1)) : field;
    if (!definition.isObject() || definition == field) {
      draft.leave(path + "/$ref", "The definition '%s' is not here.".formatted(reference));
      return field;
    }
    ObjectNode merged = (ObjectNode) definition.deepCopy();
    field.forEachEntry(merged::set);
    return merged;
  }

  private void field(ObjectNode column, JsonNode given, String path, int depth) {
    JsonNode field = resolved(given, path);
    unknown(field, FIELD, path);
    String type = field.path("type").asString("");
    Optional<String> logical = Optional.ofNullable(TYPES.get(type.toLowerCase(Locale.ROOT)));
    logical.ifPresent(word -> column.put("logicalType", word));
    physical(column, field, type);
    put(column, "businessName", field.path("title"));
    Drafting.describe(column, field.path("description"));
    for (String key : List.of("required", "unique")) {
      if (field.path(key).asBoolean(false)) {
        column.put(key, true);
      }
    }
    if (field.path("primaryKey").asBoolean(false) || field.path("primary").asBoolean(false)) {
      column.put("primaryKey", true);
    }
    put(column, "classification", field.path("classification"));
    if (field.has("pii")) {
      Drafting.custom(column, "pii", field.get("pii"));
    }
    tags(column, field.path("tags"));
    links(column, field.path("links"));
    config(column, field.path("config"));
    if (field.has("examples") || field.has("example")) {
      JsonNode examples = field.path("examples");
      column.set(
          "examples", examples.isArray() ? examples : Json.array().add(field.path("example")));
    }
    options(column, field, logical.orElse(""), path);
    rest(column, field, logical.orElse(""), path, depth);
  }

  private static void physical(ObjectNode column, JsonNode field, String type) {
    if (field.has("precision") && type.matches("decimal|numeric|number")) {
      String scale = field.has("scale") ? "," + field.get("scale").asString() : "";
      column.put("physicalType", type + "(" + field.get("precision").asString() + scale + ")");
    } else if (Set.of("map", "variant", "json", "bytes").contains(type)) {
      column.put("physicalType", type);
    }
  }

  private void options(ObjectNode column, JsonNode field, String logical, String path) {
    List<String> known =
        switch (logical) {
          case "string" -> TEXT_OPTIONS;
          case "integer", "number" -> NUMBER_OPTIONS;
          default -> List.of();
        };
    ObjectNode options = Json.object();
    for (String key :
        List.of(
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "minimum",
            "exclusiveMinimum",
            "maximum",
            "exclusiveMaximum")) {
      if (field.has(key) && known.contains(key)) {
        options.set(key, field.get(key));
      } else if (field.has(key)) {
        draft.leave(path + "/" + key, "'%s' does not fit a column of %s.".formatted(key, logical));
      }
    }
    if (!options.isEmpty()) {
      column.set("logicalTypeOptions", options);
    }
  }

  private void rest(ObjectNode column, JsonNode field, String logical, String path, int depth) {
    if (field.path("enum").isArray() && !field.path("enum").isEmpty()) {
      ObjectNode rule = Json.object().put("metric", "invalidValues");
      rule.putObject("arguments").set("validValues", field.get("enum"));
      Drafting.rule(column, rule.put("mustBe", 0));
    }
    if (field.path("references").isString()) {
      column
          .withArray("relationships")
          .addObject()
          .put("to", field.path("references").stringValue());
    }
    quality(column, field.path("quality"), path);
    if (depth > 20) {
      draft.leave(path, "What is nested deeper is not carried over.");
    } else if (logical.equals("object")) {
      for (Map.Entry<String, JsonNode> inner : field.path("fields").properties()) {
        String at = path + "/fields/" + Yaml.escape(inner.getKey());
        field(Drafting.column(column, inner.getKey()), inner.getValue(), at, depth + 1);
      }
    } else if (logical.equals("array") && field.path("items").isObject()) {
      field(column.putObject("items"), field.get("items"), path + "/items", depth + 1);
    }
  }

  /// Quality rules are those of the standard; names of columns and tables stand differently.
  private static void quality(ObjectNode owner, JsonNode rules, String path) {
    for (JsonNode rule : rules) {
      if (rule instanceof ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        String query = copy.path("query").asString("");
        if (!query.isEmpty()) {
          copy.put("query", query.replace("{model}", "{object}").replace("{field}", "{property}"));
        }
        if (copy.has("specification")) {
          copy.set("implementation", copy.remove("specification"));
        }
        Drafting.rule(owner, copy);
      }
    }
  }

  private void serviceLevels() {
    String key = source.has("servicelevels") ? "servicelevels" : "serviceLevels";
    for (Map.Entry<String, JsonNode> level : source.path(key).properties()) {
      level(level.getKey(), level.getValue(), "/" + key + "/" + Yaml.escape(level.getKey()));
    }
  }

  private void level(String name, JsonNode level, String path) {
    String field =
        level.path("timestampField").asString(level.path("sourceTimestampField").asString(""));
    String key =
        SPANS.stream().filter(k -> !level.path(k).asString("").isBlank()).findFirst().orElse("");
    String span = level.path(key).asString("");
    ObjectNode item = draft.root().withArray("slaProperties").addObject();
    item.put("property", name);
    Optional<Span> found = span(span);
    if (found.isPresent()) {
      item.put("value", found.get().value()).put("unit", found.get().unit());
    } else {
      item.put("value", span);
    }
    if (!field.isEmpty()) {
      item.put("element", field);
    }
    Drafting.describe(item, level.path("description"));
    if (level.path("cron").isString()) {
      item.put("scheduler", "cron").put("schedule", level.path("cron").stringValue());
    }
    Set<String> carried =
        Set.of("timestampField", "sourceTimestampField", "description", "cron", key);
    unknown(level, carried, path);
  }

  private record Span(long value, String unit) {}

  /// `25h`, `1 year`, `P1Y`, `PT24H`, `daily`.
  private static Optional<Span> span(String text) {
    switch (text) {
      case "hourly" -> {
        return Optional.of(new Span(1, "h"));
      }
      case "daily" -> {
        return Optional.of(new Span(1, "d"));
      }
      case "weekly" -> {
        return Optional.of(new Span(1, "w"));
      }
      default -> {}
    }
    Matcher matcher = SPAN.matcher(text);
    if (matcher.matches() && matcher.group(1).length() < 10) {
      return Optional.of(new Span(Long.parseLong(matcher.group(1)), matcher.group(2)));
    }
    try {
      Period period = Period.parse(text);
      long months = period.toTotalMonths();
      return Optional.of(
          months == 0
              ? new Span(period.getDays(), "d")
              : months % 12 == 0 ? new Span(months / 12, "y") : new Span(months, "months"));
    } catch (DateTimeParseException e) {
      return Durations.parse(text).map(Duration::toSeconds).map(seconds -> new Span(seconds, "s"));
    }
  }

  /// The older place of quality rules: checks of SodaCL for all models.
  private void soda() {
    JsonNode quality = source.path("quality");
    if (quality.isMissingNode()) {
      return;
    }
    if (!quality.path("type").asString("").equalsIgnoreCase("sodacl")) {
      draft.leave("/quality", "'quality' is not carried over.");
      return;
    }
    JsonNode checks = quality.path("specification");
    JsonNode tree = checks.isString() ? Yaml.parse("", checks.stringValue()).root() : checks;
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      ObjectNode object = draft.object(entry.getKey().replaceFirst("^checks for ", ""));
      SodaRules rules = SodaChecks.of(entry.getValue(), "");
      rules.leftOut().forEach(why -> draft.leave("/quality/specification", why));
      for (SodaRules.Item item : rules.items()) {
        ObjectNode owner =
            item.column().isEmpty() ? object : Drafting.column(object, item.column());
        switch (item.kind()) {
          case QUALITY -> Drafting.rule(owner, item.tree());
          case RELATIONSHIP -> owner.withArray("relationships").add(item.tree());
          case COLUMN -> {}
        }
      }
    }
  }
}
