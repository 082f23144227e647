package dev.rondo.quality.suite;

import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Severity;
import dev.rondo.quality.expectation.ExpectationType;
import dev.rondo.quality.expectation.ResultFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a suite as it is written by hand: expectations under `expect`, and under `columns` by
/// column, each an item such as `not_be_null` or `be_between: {min: 0, max: 100}`.
final class HandReader {
  static final List<String> KEYS =
      List.of("suite", "parameters", "result_format", "id", "notes", "meta", "expect", "columns");

  /// What any expectation takes beside its arguments.
  static final List<String> OPTIONS =
      List.of("severity", "when", "id", "description", "notes", "meta");

  private final Fields root;
  private final ArgumentCheck check;

  private HandReader(Fields root, Map<String, JsonNode> parameters) {
    this.root = root;
    this.check = new ArgumentCheck(parameters);
  }

  /// Makes an object of every item that is a mere name.
  static void spellOut(JsonNode root) {
    spellOutItems(root.path("expect"));
    if (root.path("columns") instanceof ObjectNode columns) {
      for (String column : List.copyOf(columns.propertyNames())) {
        if (columns.path(column).isString()) {
          columns.set(column, Json.array().add(columns.path(column)));
        }
        spellOutItems(columns.path(column));
      }
    }
  }

  private static void spellOutItems(JsonNode list) {
    if (list instanceof ArrayNode items) {
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i).isString()) {
          items.set(i, Json.object().putNull(items.get(i).stringValue()));
        }
      }
    }
  }

  static Suite read(Fields root) {
    root.only(KEYS);
    Map<String, JsonNode> parameters = parameters(root, "parameters");
    String name = root.text("suite");
    Optional<ResultFormat> format = ResultFormatJson.read(root, "result_format");
    List<SuiteExpectation> expectations = new HandReader(root, parameters).expectations();
    About about =
        new About(
            root.text("id", ""), "", SuiteReader.notes(root), root.tree("meta"), Json.object());
    return new Suite(name, expectations, parameters, format, about);
  }

  static Map<String, JsonNode> parameters(Fields root, String key) {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    root.tree(key).forEachEntry(parameters::put);
    return parameters;
  }

  private List<SuiteExpectation> expectations() {
    List<SuiteExpectation> expectations = new ArrayList<>();
    for (Fields item : root.objects("expect")) {
      entry(item, Optional.empty()).ifPresent(expectations::add);
    }
    Fields columns = root.optionalObject("columns");
    for (String column : columns.keys()) {
      for (Fields item : columns.objects(column)) {
        entry(item, Optional.of(column)).ifPresent(expectations::add);
      }
    }
    return expectations;
  }

  private Optional<SuiteExpectation> entry(Fields item, Optional<String> column) {
    List<String> names =
        item.keys().stream().filter(key -> !HandItem.BESIDE.contains(key)).toList();
    if (names.isEmpty()) {
      item.mistake("Here stands no expectation.");
      return Optional.empty();
    }
    String name = names.getFirst();
    names.stream().skip(1).forEach(key -> refuseSecond(item, key, column));
    Optional<ExpectationType> type = type(name, column);
    if (type.isEmpty()) {
      item.mistake(name, unknown(name, column));
    }
    return type.map(found -> new HandItem(item, name, found, column).read(check));
  }

  private static Optional<ExpectationType> type(String name, Optional<String> column) {
    return column.isPresent() ? ShortNames.findUnderColumn(name) : ShortNames.find(name);
  }

  private static void refuseSecond(Fields item, String key, Optional<String> column) {
    item.mistake(
        key,
        type(key, column).isPresent()
            ? "'%s' needs an item of its own, begun with a dash.".formatted(key)
            : "The key '%s' is unknown.".formatted(key) + Nearest.choices(key, HandItem.BESIDE));
  }

  private static String unknown(String name, Optional<String> column) {
    if (column.isEmpty()) {
      return ShortNames.findUnderColumn(name).isPresent()
          ? "'%s' is about a column; it stands under 'columns' and the column's name."
              .formatted(name)
          : Nearest.none("expectation", name, ShortNames.all());
    }
    Optional<ExpectationType> meant = ShortNames.guessUnderColumn(name);
    if (meant.isPresent()) {
      return "Under a column '%s' is called '%s'."
          .formatted(name, ShortNames.namesUnderColumn(meant.get()).getFirst());
    }
    return ShortNames.find(name).isPresent()
        ? "'%s' is not about one column; it stands under 'expect'.".formatted(name)
        : Nearest.none("expectation", name, ShortNames.allUnderColumn());
  }

  /// One item of a list.
  private static final class HandItem {
    /// What may stand beside the expectation's name; all else is its name.
    private static final List<String> BESIDE =
        Stream.concat(OPTIONS.stream(), Stream.of("mostly")).toList();

    private final Fields item;
    private final String name;
    private final ExpectationType type;
    private final ObjectNode given = Json.object();
    private final Map<String, Spot> spots = new LinkedHashMap<>();
    private final Fields options;

    /// Where an argument stands.
    private record Spot(Fields owner, String key) {}

    HandItem(Fields item, String name, ExpectationType type, Optional<String> column) {
      this.item = item;
      this.name = name;
      this.type = type;
      column.ifPresent(is -> given.put("column", is));
      this.options = isSpelledOut() ? item.object(name) : item;
    }

    private boolean isSpelledOut() {
      JsonNode value = item.raw(name);
      return value.isObject() && !References.isReference(value);
    }

    SuiteExpectation read(ArgumentCheck check) {
      if (isSpelledOut()) {
        readArguments(options);
        OPTIONS.stream().filter(item::has).filter(options::has).forEach(this::refuseTwice);
      } else if (item.has(name)) {
        readAlone(item.raw(name));
      }
      if (item.has("mostly")) {
        take(item, "mostly", "mostly");
      }
      check.check(type, given, this::tell);
      return new SuiteExpectation(
          type,
          given,
          owner("severity")
              .optionalChoice("severity", SeverityWords.ALL)
              .map(SeverityWords::read)
              .orElse(Severity.ERROR),
          ConditionReader.read(type, owner("when"), "when", ""),
          about());
    }

    private Fields owner(String option) {
      return item.has(option) ? item : options;
    }

    private void refuseTwice(String option) {
      options.mistake(option, "'%s' is said twice.".formatted(option));
    }

    private About about() {
      return new About(
          owner("id").text("id", ""),
          owner("description").text("description", ""),
          SuiteReader.notes(owner("notes")),
          owner("meta").tree("meta"),
          Json.object());
    }

    private void readArguments(Fields arguments) {
      List<String> known = new ArrayList<>(OPTIONS);
      type.parameters().stream()
          .map(parameter -> parameter.name())
          .filter(parameter -> !given.has(parameter))
          .forEach(parameter -> {
            known.add(parameter);
            known.add(ShortNames.shortParameter(type, parameter));
          });
      arguments.only(known);
      for (String key : arguments.keys()) {
        String parameter = ShortNames.parameter(type, key);
        if (known.contains(key) && type.takes(parameter) && arguments.has(key)) {
          take(arguments, key, parameter);
        }
      }
    }

    private void take(Fields owner, String key, String parameter) {
      if (spots.containsKey(parameter)) {
        owner.mistake(key, "'%s' is said twice.".formatted(parameter));
        return;
      }
      spots.put(parameter, new Spot(owner, key));
      given.set(parameter, References.read(owner.raw(key)));
    }

    /// A value without a parameter's name: both ends of a range, or the one thing that is needed.
    private void readAlone(JsonNode value) {
      if (ShortNames.isRange(type) && value.isArray() && value.size() == 2) {
        given.set("min_value", References.read(value.get(0)));
        given.set("max_value", References.read(value.get(1)));
        return;
      }
      ShortNames.alone(type)
          .ifPresentOrElse(
              parameter -> take(item, name, parameter.name()),
              () ->
                  item.mistake(
                      name,
                      "'%s' needs an object with its parameters' names, not %s."
                          .formatted(name, value)));
    }

    private void tell(String argument, String message) {
      Spot spot = spots.getOrDefault(argument, new Spot(item, name));
      spot.owner().mistake(spot.key(), message);
    }
  }
}
