package dev.rondo.quality;

import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.json.Fields;
import dev.rondo.quality.Comparison.Operator;
import dev.rondo.quality.Expectation.OfTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Reads the quality lists of a contract.
final class RuleParser {
  private static final List<String> KEYS =
      Stream.concat(
              Stream.of(
                  "id",
                  "name",
                  "description",
                  "type",
                  "metric",
                  "rule",
                  "arguments",
                  "unit",
                  "dimension",
                  "severity",
                  "query",
                  "engine",
                  "implementation",
                  "businessImpact",
                  "method",
                  "schedule",
                  "scheduler",
                  "tags",
                  "customProperties",
                  "authoritativeDefinitions"),
              Arrays.stream(Operator.values()).map(Operator::key))
          .toList();
  private static final List<String> COLUMN_METRICS =
      List.of("nullValues", "missingValues", "invalidValues", "duplicateValues");
  private static final List<String> TABLE_METRICS = List.of("rowCount", "duplicateValues");
  private static final List<String> COLUMN_CUSTOM =
      List.of(
          "row", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "values", "mostly");
  private static final List<String> TABLE_CUSTOM = List.of("row", "rowCountChange", "mostly");

  private final List<ContractColumn> columns;

  RuleParser(List<ContractColumn> columns) {
    this.columns = List.copyOf(columns);
  }

  List<Rule> columnRules(Fields property, ContractColumn column) {
    return rules(property, item -> columnRule(item, column));
  }

  List<Rule> tableRules(Fields object) {
    return rules(object, this::tableRule);
  }

  private static List<Rule> rules(Fields owner, Function<Fields, Optional<Rule>> reader) {
    List<Rule> rules = new ArrayList<>();
    for (Fields item : owner.objects("quality")) {
      item.only(KEYS);
      reader.apply(item).ifPresent(rules::add);
    }
    return rules;
  }

  private Optional<Rule> columnRule(Fields item, ContractColumn column) {
    return switch (type(item)) {
      case "library" -> library(item, column);
      case "custom" -> custom(item, Optional.of(column));
      case "sql" -> query(item, Optional.of(column.name()));
      default -> Optional.empty();
    };
  }

  private Optional<Rule> tableRule(Fields item) {
    return switch (type(item)) {
      case "library" -> tableLibrary(item);
      case "custom" -> custom(item, Optional.empty());
      case "sql" -> query(item, Optional.empty());
      default -> Optional.empty();
    };
  }

  /// `text` rules are for people only and check nothing.
  private static String type(Fields item) {
    if (!item.has("type")) {
      return "library";
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
    return onRows(item, "unique:" + String.join(",", names), new Expectation.Unique(names));
  }

  private static String metric(Fields item, List<String> metrics) {
    return item.choice(item.has("metric") || !item.has("rule") ? "metric" : "rule", metrics);
  }

  /// A rule of this engine: a boolean SQL expression, a range, a value set, a change.
  private Optional<Rule> custom(Fields item, Optional<ContractColumn> column) {
    if (item.choice("engine", List.of("rondo")).isEmpty()) {
      return Optional.empty();
    }
    JsonNode implementation = item.raw("implementation");
    if (implementation.isString()) {
      return RowSql.read(item, "implementation").flatMap(e -> onRows(item, "row", e));
    }
    item.require("implementation", item.has("implementation"), "SQL that is true or false");
    if (!item.has("implementation")) {
      return Optional.empty();
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
    Optional<Expectation.OfRows> range = ColumnParser.range(how, column);
    if (range.isEmpty()) {
      how.mistake("Give 'row', 'values', or the ends of a range.");
    }
    return range.flatMap(e -> onRows(item, "range:" + column.name(), e));
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
    String sql = item.text("query").strip();
    RowSql.faults(sql).ifPresent(fault -> item.mistake("query", fault));
    String bound = column.map(name -> sql.replace("{property}", RowSql.quoted(name))).orElse(sql);
    return comparison(item).flatMap(c -> onTable(item, "query", new Expectation.Query(bound, c)));
  }

  private Optional<Rule> onRows(Fields item, String id, Expectation.OfRows expectation) {
    if (id.equals("row") && !item.has("id")) {
      item.mistake("A rule written in SQL needs an 'id'.");
    }
    return Optional.of(rule(item, id, expectation, RuleTolerance.read(item)));
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
