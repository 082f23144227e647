package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.json.Fields;
import dev.rondo.quality.Expectation.OfTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Reads the quality lists of a contract.
final class RuleParser {
  private static final List<String> COLUMN_METRICS =
      List.of("nullValues", "missingValues", "invalidValues", "duplicateValues");
  private static final List<String> TABLE_METRICS = List.of("rowCount", "duplicateValues");
  private static final List<String> COLUMN_CUSTOM =
      List.of(
          "row",
          "minimum",
          "exclusiveMinimum",
          "maximum",
          "exclusiveMaximum",
          "values",
          "minLength",
          "maxLength",
          "pattern",
          "format",
          "multipleOf",
          "newestAtMost",
          "mostly");
  private static final List<String> TABLE_CUSTOM = List.of("row", "rowCountChange", "mostly");
  private static final List<String> CATALOG =
      List.of("greatExpectations", "great-expectations", "great_expectations");
  private static final List<String> ENGINES = List.of("rondo", "greatExpectations", "soda");

  private static final Pattern PLACE = Pattern.compile("\\$\\{(object|table|property|column)\\}");

  private final List<ContractColumn> columns;

  private final Unsupported unsupported;

  RuleParser(List<ContractColumn> columns, Unsupported unsupported) {
    this.columns = List.copyOf(columns);
    this.unsupported = unsupported;
  }

  List<Rule> columnRules(Fields property, ContractColumn column) {
    return rules(property, item -> read(item, Optional.of(column)));
  }

  List<Rule> tableRules(Fields object) {
    return rules(object, item -> read(item, Optional.empty()));
  }

  private static List<Rule> rules(Fields owner, Function<Fields, List<Rule>> reader) {
    return owner.objects("quality").stream().flatMap(item -> reader.apply(item).stream()).toList();
  }

  List<Rule> read(Fields item, Optional<ContractColumn> column) {
    return switch (type(item)) {
      case "library" ->
          (column.isPresent() ? library(item, column.get()) : tableLibrary(item)).stream().toList();
      case "custom" -> custom(item, column);
      case "sql" -> query(item, column.map(ContractColumn::name)).stream().toList();
      default -> List.of();
    };
  }

  /// `text` rules are for people only and check nothing.
  private static String type(Fields item) {
    if (!item.has("type")) {
      boolean isCustom = item.has("engine") && !item.has("metric") && !item.has("rule");
      return isCustom ? "custom" : item.has("query") ? "sql" : "library";
    }
    return item.optionalChoice("type", List.of("library", "sql", "custom", "text")).orElse("");
  }

  private Optional<Rule> library(Fields item, ContractColumn column) {
    Fields arguments = item.optionalObject("arguments");
    String name = column.name();
    return switch (metric(item, COLUMN_METRICS)) {
      case "nullValues" -> onRows(item, "required:" + name, new Expectation.NotNull(name));
      case "duplicateValues" ->
          onRows(item, "unique:" + name, new Expectation.Unique(List.of(name)));
      case "missingValues" ->
          RowSql.missing(arguments, column).flatMap(e -> onRows(item, "missing:" + name, e));
      case "invalidValues" ->
          invalid(arguments, column).flatMap(e -> onRows(item, "valid:" + name, e));
      default -> Optional.empty();
    };
  }

  private static Optional<Expectation.OfRows> invalid(Fields arguments, ContractColumn column) {
    arguments.only("validValues", "pattern");
    if (arguments.has("pattern")) {
      return ColumnParser.pattern(arguments, "pattern")
          .map(pattern -> new Expectation.Matches(column.name(), pattern));
    }
    return Optional.of(
        new Expectation.OneOf(
            column.name(), Values.members(arguments, "validValues", column.type())));
  }

  private Optional<Rule> tableLibrary(Fields item) {
    return switch (metric(item, TABLE_METRICS)) {
      case "rowCount" ->
          comparison(item).flatMap(c -> onTable(item, "rows", new Expectation.RowCount(c)));
      case "duplicateValues" -> compoundUnique(item);
      default -> Optional.empty();
    };
  }

  private Optional<Rule> compoundUnique(Fields item) {
    Fields arguments = item.optionalObject("arguments").only("properties");
    List<String> names = arguments.texts("properties");
    arguments.require(
        "properties", !names.isEmpty(), "a list of the columns that are unique together");
    List<String> known = columns.stream().map(ContractColumn::name).toList();
    for (int i = 0; i < names.size(); i++) {
      if (!known.contains(names.get(i))) {
        arguments.mistake("properties", i, Nearest.none("column", names.get(i), known));
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : onRows(item, "unique:" + String.join(",", names), new Expectation.Unique(names));
  }

  private static String metric(Fields item, List<String> metrics) {
    return item.choice(item.has("metric") || !item.has("rule") ? "metric" : "rule", metrics);
  }

  private List<Rule> custom(Fields item, Optional<ContractColumn> column) {
    String engine = item.text("engine");
    item.require("implementation", item.has("implementation"), "what the engine is to check");
    if (!item.has("implementation") || engine.isEmpty()) {
      return List.of();
    }
    if (engine.equals("rondo")) {
      return own(item, column).stream().toList();
    }
    if (CATALOG.contains(engine)) {
      return fromCatalog(item, column).stream().toList();
    }
    if (engine.equals("soda")) {
      return new SodaRule(item, columns, unsupported).read(column);
    }
    unsupported.at(
        item,
        "engine",
        "'engine' is \"%s\", but %s is needed.".formatted(engine, Words.list(ENGINES, "or"))
            + Nearest.hint(engine, ENGINES));
    return List.of();
  }

  private Optional<Rule> fromCatalog(Fields item, Optional<ContractColumn> column) {
    Optional<String> on = column.map(ContractColumn::name);
    List<String> names = columns.stream().map(ContractColumn::name).toList();
    return Implementation.of(item)
        .flatMap(how -> new CatalogRule(item, how, names).read(on))
        .flatMap(expectation ->
            onTable(item, ((Expectation.FromCatalog) expectation).config().name(), expectation));
  }

  /// A rule of this engine: a boolean SQL expression, a range, a value set, a change.
  private Optional<Rule> own(Fields item, Optional<ContractColumn> column) {
    JsonNode implementation = item.raw("implementation");
    if (implementation.isString()) {
      return RowSql.read(item, "implementation").flatMap(e -> onRows(item, "row", e));
    }
    Fields how = item.object("implementation");
    how.only(column.isPresent() ? COLUMN_CUSTOM : TABLE_CUSTOM);
    if (how.has("row")) {
      return RowSql.read(how, "row").flatMap(e -> onRows(item, "row", e));
    }
    return column.isPresent() ? customColumn(item, how, column.get()) : customTable(item, how);
  }

  private Optional<Rule> customColumn(Fields item, Fields how, ContractColumn column) {
    if (how.has("values")) {
      List<Object> members = Values.members(how, "values", column.type());
      return onRows(item, "valid:" + column.name(), new Expectation.OneOf(column.name(), members));
    }
    if (how.has("newestAtMost")) {
      Expectation.OfTable fresh =
          new Expectation.Freshness(column.name(), how.duration("newestAtMost"));
      how.require(
          "newestAtMost",
          column.type() == ColumnType.TIMESTAMP || column.type() == ColumnType.DATE,
          "a column of times");
      return onTable(item, "freshness:" + column.name(), fresh);
    }
    Map<String, Expectation.OfRows> found = new LinkedHashMap<>();
    ColumnParser.range(how, column).ifPresent(range -> found.put("range", range));
    if (column.type() == ColumnType.VARCHAR) {
      found.putAll(ColumnParser.texts(how, column));
    } else {
      ColumnParser.TEXT_KEYS.forEach(key -> how.require(key, !how.has(key), "a column of texts"));
    }
    boolean isNumber = column.type() == ColumnType.BIGINT || column.type() == ColumnType.DOUBLE;
    how.require("multipleOf", !how.has("multipleOf") || isNumber, "a column of numbers");
    ColumnParser.multiple(how, column).ifPresent(multiple -> found.put("multiple", multiple));
    if (found.size() != 1) {
      how.mistake(
          "Give one of 'row', 'values', the ends of a range, of a length, 'pattern', 'format'.");
      return Optional.empty();
    }
    String kind = found.keySet().iterator().next();
    return onRows(item, kind + ":" + column.name(), found.values().iterator().next());
  }

  private Optional<Rule> customTable(Fields item, Fields how) {
    OptionalDouble change = how.optionalReal("rowCountChange");
    if (change.isEmpty() || !(change.getAsDouble() >= 0)) {
      how.mistake("Give 'row', or 'rowCountChange' as a share such as 0.5.");
      return Optional.empty();
    }
    return onTable(item, "rows-change", new Expectation.RowCountChange(change.getAsDouble()));
  }

  private Optional<Rule> query(Fields item, Optional<String> column) {
    String sql =
        PLACE
            .matcher(item.text("query").strip())
            .replaceAll("{$1}")
            .replace("{table}", "{object}")
            .replace("{column}", "{property}");
    RowSql.faults(sql).ifPresent(fault -> item.mistake("query", fault));
    String bound = column.map(name -> sql.replace("{property}", RowSql.quoted(name))).orElse(sql);
    return comparison(item).flatMap(c -> onTable(item, "query", new Expectation.Query(bound, c)));
  }

  private Optional<Rule> onRows(Fields item, String id, Expectation.OfRows expectation) {
    if (id.equals("row") && !item.has("id")) {
      item.mistake("A rule written in SQL needs an 'id'.");
    }
    Optional<Tolerance> tolerance = RuleTolerance.read(item);
    if (tolerance.isPresent()) {
      return Optional.of(rule(item, id, expectation, tolerance.get()));
    }
    return RuleTolerance.comparison(item)
        .flatMap(comparison ->
            onTable(
                item,
                id,
                new Expectation.Breaches(expectation, RuleTolerance.measure(item), comparison)));
  }

  private Optional<Rule> onTable(Fields item, String id, OfTable expectation) {
    return Optional.of(rule(item, id, expectation, Tolerance.NONE));
  }

  private static Rule rule(Fields item, String id, Expectation expectation, Tolerance tolerance) {
    return new Rule(
        item.optionalText("id").or(() -> item.optionalText("name")).orElse(id),
        expectation,
        item.choice("severity", Severity.class, Severity.ERROR),
        tolerance,
        item.optionalText("description").orElseGet(() -> Sentences.of(expectation, tolerance)),
        item.optionalText("dimension").orElse(Sentences.dimension(expectation)),
        item.place(
            item.has("implementation") ? "implementation" : item.has("query") ? "query" : ""));
  }

  private static Optional<Comparison> comparison(Fields item) {
    return RuleTolerance.comparison(item)
        .or(() -> {
          item.mistake("Say what the number must be, for instance mustBeGreaterThan: 0.");
          return Optional.empty();
        });
  }
}
