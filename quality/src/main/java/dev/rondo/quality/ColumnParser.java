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
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Reads one property of a contract's object: the column and the rules that it implies.
final class ColumnParser {
  private static final Map<String, ColumnType> TYPES = types();
  private static final List<String> UNSUPPORTED = List.of("time", "object", "array");
  static final List<String> RANGE =
      List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum");
  static final List<String> TEXT_KEYS = List.of("minLength", "maxLength", "pattern", "format");
  private static final List<String> TIME_KEYS = List.of("format", "timezone", "defaultTimezone");

  private final Unsupported unsupported;
  private final boolean hasCompoundKey;

  /// @param hasCompoundKey whether the key is of several columns, none unique by itself
  ColumnParser(Unsupported unsupported, boolean hasCompoundKey) {
    this.unsupported = unsupported;
    this.hasCompoundKey = hasCompoundKey;
  }

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

  /// Empty when the column is of a type that tables do not hold.
  Optional<ContractColumn> column(Fields property) {
    return type(property)
        .map(type ->
            new ContractColumn(
                property.text("name"),
                type,
                property.flag("required", false) || property.flag("primaryKey", false),
                property.prose("description"),
                classification(property),
                availability(property),
                dateFormat(property, type),
                property.place("name")));
  }

  /// Its own word, or a tag that says as much, such as `PII`.
  private static String classification(Fields property) {
    String word = property.prose("classification");
    return word.isEmpty()
        ? property
            .raw("tags")
            .valueStream()
            .map(tag -> tag.asString(""))
            .filter(Classification::hides)
            .findFirst()
            .orElse("")
        : word;
  }

  private Optional<ColumnType> type(Fields property) {
    Optional<PhysicalType> physical =
        property.optionalText("physicalType").flatMap(PhysicalType::find);
    if (!property.has("logicalType") && physical.isPresent()) {
      return Optional.of(physical.get().type());
    }
    String logical = property.text("logicalType");
    if (UNSUPPORTED.contains(logical)) {
      unsupported.at(
          property,
          "logicalType",
          "Columns of logical type '%s' are not supported; use %s."
              .formatted(logical, Words.list(List.copyOf(TYPES.keySet()), "or")));
      return Optional.empty();
    }
    property.optionalChoice("logicalType", TYPES.keySet());
    ColumnType type = TYPES.getOrDefault(logical, ColumnType.VARCHAR);
    physical
        .filter(found -> TYPES.containsKey(logical) && !found.holds(type))
        .ifPresent(found ->
            property.mistake(
                "physicalType",
                "The physical type of a column of logical type '%s' is %s, not '%s'."
                    .formatted(logical, type.sql(), property.text("physicalType"))));
    return Optional.of(type);
  }

  private String dateFormat(Fields property, ColumnType type) {
    boolean isTime = type == ColumnType.DATE || type == ColumnType.TIMESTAMP;
    Fields options = property.optionalObject("logicalTypeOptions");
    Optional<String> format = isTime ? options.optionalText("format") : Optional.empty();
    if (format.isPresent() && DateFormat.find(format.get(), type).isEmpty()) {
      unsupported.at(
          options,
          "format",
          "'%s' is not a format of dates and times that is understood; ISO 8601 is read."
              .formatted(format.get()));
      return "";
    }
    return format.orElse("");
  }

  private static Availability availability(Fields property) {
    return custom(property, "availability")
        .map(custom -> custom.choice("value", Availability.class, Availability.REQUEST))
        .orElse(Availability.REQUEST);
  }

  /// The first custom property of this name; all of them are checked.
  static Optional<Fields> custom(Fields owner, String name) {
    return owner.objects("customProperties").stream()
        .filter(custom -> custom.text("property").equals(name))
        .toList()
        .stream()
        .findFirst();
  }

  /// The rules of a column among all: its type, then what the property says, then its quality list.
  List<Rule> rules(Fields property, ContractColumn column, List<ContractColumn> all) {
    String name = column.name();
    List<Rule> rules = new ArrayList<>();
    rules.add(implied("type", new Expectation.OfType(name, column.type()), property.place("name")));
    if (column.required()) {
      String key = property.flag("required", false) ? "required" : "primaryKey";
      rules.add(implied("required", new Expectation.NotNull(name), property.place(key)));
    }
    boolean isKey = property.flag("primaryKey", false) && !hasCompoundKey;
    if (property.flag("unique", false) || isKey) {
      String key = property.flag("unique", false) ? "unique" : "primaryKey";
      Expectation.OfRows unique = new Expectation.Unique(List.of(name));
      rules.add(implied("unique", unique, property.place(key)));
    }
    options(property.optionalObject("logicalTypeOptions"), column, rules);
    property
        .optionalText("physicalType")
        .flatMap(PhysicalType::find)
        .filter(physical -> physical.holds(column.type()))
        .ifPresent(physical ->
            physical
                .fits(name)
                .forEach(
                    fit -> rules.add(implied("physical", fit, property.place("physicalType")))));
    rules.addAll(new RuleParser(all, unsupported).columnRules(property, column));
    return rules;
  }

  static Rule implied(String kind, Expectation.OfRows expectation, Place place) {
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
          case VARCHAR -> TEXT_KEYS;
          case BOOLEAN -> List.of();
          case DATE, TIMESTAMP -> Stream.concat(RANGE.stream(), TIME_KEYS.stream()).toList();
          case BIGINT, DOUBLE ->
              Stream.concat(RANGE.stream(), Stream.of("format", "multipleOf")).toList();
        };
    options.only(known);
    Place place = options.place();
    range(options, column).ifPresent(range -> rules.add(implied("range", range, place)));
    switch (column.type()) {
      case VARCHAR ->
          texts(options, column)
              .forEach((kind, text) -> rules.add(implied(kind, text, options.place(kind))));
      case BIGINT, DOUBLE -> {
        multiple(options, column)
            .ifPresent(e -> rules.add(implied("multiple", e, options.place("multipleOf"))));
        numberFormat(options, column)
            .ifPresent(e -> rules.add(implied("format", e, options.place("format"))));
      }
      case BOOLEAN, DATE, TIMESTAMP -> {}
    }
  }

  /// How long a text is, what it matches, what it is by name: each with the kind of its rule.
  static Map<String, Expectation.OfRows> texts(Fields options, ContractColumn column) {
    Map<String, Expectation.OfRows> texts = new LinkedHashMap<>();
    length(options, column).ifPresent(length -> texts.put("length", length));
    pattern(options, "pattern")
        .ifPresent(p -> texts.put("pattern", new Expectation.Matches(column.name(), p)));
    options
        .optionalText("format")
        .flatMap(TextFormat::find)
        .ifPresent(f -> texts.put("format", new Expectation.Formatted(column.name(), f)));
    return texts;
  }

  private static Optional<Expectation.OfRows> length(Fields options, ContractColumn column) {
    OptionalInt least = count(options, "minLength");
    OptionalInt most = count(options, "maxLength");
    if (least.isPresent() && most.isPresent() && least.getAsInt() > most.getAsInt()) {
      options.mistake("maxLength", "'maxLength' must not be less than 'minLength'.");
    }
    return least.isPresent() || most.isPresent()
        ? Optional.of(new Expectation.Length(column.name(), least, most))
        : Optional.empty();
  }

  /// A number of which every value is a multiple.
  static Optional<Expectation.OfRows> multiple(Fields options, ContractColumn column) {
    OptionalDouble of = options.optionalReal("multipleOf");
    boolean isRight = of.isEmpty() || of.getAsDouble() > 0 && Double.isFinite(of.getAsDouble());
    options.require("multipleOf", isRight, "a number above 0");
    return of.isPresent() && isRight
        ? Optional.of(new Expectation.MultipleOf(column.name(), of.getAsDouble()))
        : Optional.empty();
  }

  private static Optional<Expectation.OfRows> numberFormat(Fields options, ContractColumn column) {
    List<String> names =
        column.type() == ColumnType.BIGINT ? PhysicalType.WHOLE_FORMATS : List.of("f32", "f64");
    return options
        .optionalChoice("format", names)
        .flatMap(name -> PhysicalType.ofFormat(name).fits(column.name()).stream().findFirst());
  }

  private static OptionalInt count(Fields options, String key) {
    OptionalInt count = options.optionalWhole(key);
    options.require(key, count.orElse(0) >= 0, "a whole number, 0 or more,");
    return count;
  }

  /// A regular expression that both the SQL engine and Java understand, as it was written.
  static Optional<String> pattern(Fields fields, String key) {
    return fields
        .optionalText(key)
        .filter(pattern -> fields.tried(key, () -> EcmaPattern.translated(pattern)).isPresent());
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

  /// Before 3.1 the exclusive ends were flags that went with the inclusive ones.
  private static Optional<Bound> end(
      Fields fields, ContractColumn column, String inclusive, String exclusive) {
    if (fields.raw(exclusive).isBoolean()) {
      boolean isOpen = fields.flag(exclusive, false);
      return Values.bound(fields, inclusive, column.type()).map(value -> new Bound(value, !isOpen));
    }
    if (fields.has(inclusive) && fields.has(exclusive)) {
      fields.mistake(exclusive, "Give '%s' or '%s', not both.".formatted(inclusive, exclusive));
    }
    String key = fields.has(inclusive) ? inclusive : exclusive;
    return Values.bound(fields, key, column.type())
        .map(value -> new Bound(value, key.equals(inclusive)));
  }
}
