package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.kernel.Place;
import dev.rondo.kernel.json.Fields;
import dev.rondo.quality.Expectation.Bound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Reads one property of a contract's object: the column and the rules that it implies.
final class ColumnParser {
  private static final List<String> KEYS =
      List.of(
          "name",
          "id",
          "logicalType",
          "logicalTypeOptions",
          "physicalType",
          "physicalName",
          "businessName",
          "description",
          "required",
          "unique",
          "primaryKey",
          "primaryKeyPosition",
          "classification",
          "criticalDataElement",
          "examples",
          "tags",
          "quality",
          "customProperties",
          "authoritativeDefinitions");
  private static final Map<String, ColumnType> TYPES = types();
  private static final List<String> UNSUPPORTED = List.of("time", "object", "array");
  private static final List<String> RANGE =
      List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum");
  private static final Pattern BEYOND_RE2 = Pattern.compile("\\(\\?[=!<>]|\\\\[1-9]|[*+?}]\\+");

  private ColumnParser() {}

  private static Map<String, ColumnType> types() {
    Map<String, ColumnType> types = new LinkedHashMap<>();
    types.put("string", ColumnType.VARCHAR);
    types.put("integer", ColumnType.BIGINT);
    types.put("number", ColumnType.DOUBLE);
    types.put("boolean", ColumnType.BOOLEAN);
    types.put("date", ColumnType.DATE);
    types.put("timestamp", ColumnType.TIMESTAMP);
    return types;
  }

  static ContractColumn column(Fields property) {
    property.only(KEYS);
    String name = property.text("name");
    return new ContractColumn(
        name,
        type(property),
        property.flag("required", false) || property.flag("primaryKey", false),
        property.prose("description"),
        property.prose("classification"),
        availability(property),
        property.place("name"));
  }

  private static ColumnType type(Fields property) {
    String logical = property.text("logicalType");
    if (UNSUPPORTED.contains(logical)) {
      property.mistake(
          "logicalType",
          "Columns of logical type '%s' are not supported; use %s."
              .formatted(logical, Words.list(List.copyOf(TYPES.keySet()), "or")));
      return ColumnType.VARCHAR;
    }
    property.optionalChoice("logicalType", TYPES.keySet());
    ColumnType type = TYPES.getOrDefault(logical, ColumnType.VARCHAR);
    property
        .optionalText("physicalType")
        .filter(physical -> TYPES.containsKey(logical) && !physical.equalsIgnoreCase(type.sql()))
        .ifPresent(physical ->
            property.mistake(
                "physicalType",
                "The physical type of a column of logical type '%s' is %s, not '%s'."
                    .formatted(logical, type.sql(), physical)));
    return type;
  }

  private static Availability availability(Fields property) {
    return custom(property, "availability")
        .map(custom -> custom.choice("value", Availability.class, Availability.REQUEST))
        .orElse(Availability.REQUEST);
  }

  /// The first custom property of this name; all of them are checked.
  static Optional<Fields> custom(Fields owner, String name) {
    return owner.objects("customProperties").stream()
        .map(custom -> custom.only("property", "value", "id", "description"))
        .filter(custom -> custom.text("property").equals(name))
        .toList()
        .stream()
        .findFirst();
  }

  /// The rules of the column: its type, then what the property says, then its quality list.
  static List<Rule> rules(Fields property, ContractColumn column) {
    String name = column.name();
    List<Rule> rules = new ArrayList<>();
    rules.add(implied("type", new Expectation.OfType(name, column.type()), property.place("name")));
    if (column.required()) {
      String key = property.has("required") ? "required" : "primaryKey";
      rules.add(implied("required", new Expectation.NotNull(name), property.place(key)));
    }
    if (property.flag("unique", false) || property.flag("primaryKey", false)) {
      String key = property.has("unique") ? "unique" : "primaryKey";
      Expectation.OfRows unique = new Expectation.Unique(List.of(name));
      rules.add(implied("unique", unique, property.place(key)));
    }
    options(property.optionalObject("logicalTypeOptions"), column, rules);
    rules.addAll(new RuleParser(List.of(column)).columnRules(property, column));
    return rules;
  }

  private static Rule implied(String kind, Expectation.OfRows expectation, Place place) {
    return new Rule(
        kind + ":" + String.join(",", expectation.columns()),
        expectation,
        Severity.ERROR,
        Tolerance.NONE,
        Sentences.of(expectation),
        Sentences.dimension(expectation),
        place);
  }

  private static void options(Fields options, ContractColumn column, List<Rule> rules) {
    List<String> known =
        switch (column.type()) {
          case VARCHAR -> List.of("minLength", "maxLength", "pattern", "format");
          case BOOLEAN -> List.<String>of();
          default -> {
            List<String> keys = new ArrayList<>(RANGE);
            keys.add("format");
            yield keys;
          }
        };
    options.only(known);
    Place place = options.place();
    range(options, column).ifPresent(range -> rules.add(implied("range", range, place)));
    if (column.type() != ColumnType.VARCHAR) {
      return;
    }
    OptionalInt least = count(options, "minLength");
    OptionalInt most = count(options, "maxLength");
    if (least.isPresent() || most.isPresent()) {
      if (least.isPresent() && most.isPresent() && least.getAsInt() > most.getAsInt()) {
        options.mistake("maxLength", "'maxLength' must not be less than 'minLength'.");
      }
      rules.add(implied("length", new Expectation.Length(column.name(), least, most), place));
    }
    pattern(options, "pattern")
        .map(pattern -> new Expectation.Matches(column.name(), pattern))
        .ifPresent(matches -> rules.add(implied("pattern", matches, options.place("pattern"))));
  }

  private static OptionalInt count(Fields options, String key) {
    OptionalInt count = options.optionalWhole(key);
    options.require(key, count.orElse(0) >= 0, "a whole number, 0 or more,");
    return count;
  }

  /// A regular expression that both the SQL engine and Java understand.
  static Optional<String> pattern(Fields fields, String key) {
    Optional<Pattern> pattern = fields.optionalPattern(key);
    if (pattern.isPresent() && BEYOND_RE2.matcher(pattern.get().pattern()).find()) {
      fields.mistake(
          key, "Look-around, back-references and possessive repetition are not supported.");
      return Optional.empty();
    }
    return pattern.map(Pattern::pattern);
  }

  /// The range that these keys give, if they give one.
  static Optional<Expectation.OfRows> range(Fields fields, ContractColumn column) {
    Optional<Bound> lower = end(fields, column, "minimum", "exclusiveMinimum");
    Optional<Bound> upper = end(fields, column, "maximum", "exclusiveMaximum");
    if (lower.isPresent() && upper.isPresent() && Values.isEmpty(lower.get(), upper.get())) {
      fields.mistake(
          "No value lies between %s and %s."
              .formatted(Words.of(lower.get().value()), Words.of(upper.get().value())));
    }
    return lower.isEmpty() && upper.isEmpty()
        ? Optional.empty()
        : Optional.of(new Expectation.Range(column.name(), lower, upper));
  }

  private static Optional<Bound> end(
      Fields fields, ContractColumn column, String inclusive, String exclusive) {
    if (fields.has(inclusive) && fields.has(exclusive)) {
      fields.mistake(exclusive, "Give '%s' or '%s', not both.".formatted(inclusive, exclusive));
    }
    String key = fields.has(inclusive) ? inclusive : exclusive;
    return Values.bound(fields, key, column.type())
        .map(value -> new Bound(value, key.equals(inclusive)));
  }
}
