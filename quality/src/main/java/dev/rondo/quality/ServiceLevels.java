package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.json.Fields;
import dev.rondo.quality.Expectation.OfTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// Reads what a contract agrees on outside its quality lists: how old its table may be and how
/// often it grows, and what happens when columns come that it does not know. Other service levels
/// are for people.
final class ServiceLevels {
  private static final Map<String, String> CHECKED =
      Map.of(
          "freshness", "freshness",
          "latency", "latency",
          "ly", "latency",
          "retention", "retention",
          "re", "retention",
          "frequency", "frequency",
          "fy", "frequency");

  private final Fields root;
  private final List<String> objects;
  private final Unsupported unsupported;

  /// @param objects the names of all objects of the document
  ServiceLevels(Fields root, List<String> objects, Unsupported unsupported) {
    this.root = root;
    this.objects = List.copyOf(objects);
    this.unsupported = unsupported;
  }

  /// The rule on columns that the contract does not know, unless it allows them.
  static List<Rule> extraColumns(Fields object) {
    return ColumnParser.custom(object, "extraColumns").stream()
        .flatMap(custom ->
            custom.optionalChoice("value", List.of("allow", "warn", "refuse")).stream()
                .filter(answer -> !answer.equals("allow"))
                .map(answer -> extraColumns(object, custom, answer)))
        .toList();
  }

  private static Rule extraColumns(Fields object, Fields custom, String answer) {
    Expectation none =
        new Expectation.NoExtraColumns(
            object.objects("properties").stream()
                .map(property -> property.raw("name").asString(""))
                .toList());
    Severity severity = answer.equals("warn") ? Severity.WARNING : Severity.ERROR;
    return new Rule(
        "columns",
        none,
        severity,
        Tolerance.NONE,
        Sentences.of(none),
        Sentences.dimension(none),
        custom.place("value"));
  }

  /// The rules that the service levels make for an object.
  List<Rule> rules(String object, List<ContractColumn> columns) {
    List<Rule> rules = new ArrayList<>();
    Set<String> kinds = new HashSet<>();
    for (Fields level : root.objects("slaProperties")) {
      String kind = CHECKED.get(level.text("property").toLowerCase(Locale.ROOT));
      if (kind != null) {
        rule(level, kind, object, columns)
            .ifPresent(rule -> rules.add(kinds.add(kind) ? rule : named(rule, kind)));
      }
    }
    return rules;
  }

  /// A second level of a kind is named after its column too.
  private static Rule named(Rule rule, String kind) {
    return rule.id().equals(kind) ? rule.withId(kind + ":" + column(rule.expectation())) : rule;
  }

  private static String column(Expectation expectation) {
    return switch (expectation) {
      case Expectation.Freshness(String column, _) -> column;
      case Expectation.Retention(String column, _) -> column;
      case Expectation.Frequency(String column, _) -> column;
      default -> "";
    };
  }

  private Optional<Rule> rule(
      Fields level, String kind, String object, List<ContractColumn> columns) {
    String element =
        level.optionalText("element").or(() -> root.optionalText("slaDefaultElement")).orElse("");
    int dot = element.lastIndexOf('.');
    String column = element.substring(dot + 1);
    String owner = dot < 0 ? "" : element.substring(0, dot);
    boolean isOfAnother =
        objects.size() > 1 && !owner.equals(object) && (!owner.isEmpty() || column.isEmpty());
    if (isOfAnother) {
      return Optional.empty();
    }
    Optional<Duration> most = duration(level, kind);
    List<String> times =
        columns.stream()
            .filter(c -> c.type() == ColumnType.TIMESTAMP || c.type() == ColumnType.DATE)
            .map(ContractColumn::name)
            .toList();
    if (!times.contains(column)) {
      wrong(level, kind, "element", element, Nearest.none("column of times", column, times));
      return Optional.empty();
    }
    return most.map(duration -> rule(level, kind, expectation(kind, column, duration)));
  }

  private Optional<Duration> duration(Fields level, String kind) {
    OptionalDouble value = level.raw("value").doubleValueOpt();
    String unit = level.optionalText("unit").orElse("");
    Optional<Duration> most = Values.duration(value.orElse(0), unit);
    if (most.isEmpty()) {
      String needed = "a number above 0 in a unit of d, h or min is needed.";
      wrong(level, kind, "value", unit, "'value' is %s: ".formatted(level.raw("value")) + needed);
    }
    return most;
  }

  /// A freshness must be checkable; what else is agreed may be for people.
  private void wrong(Fields level, String kind, String key, String given, String message) {
    if (kind.equals("freshness")) {
      unsupported.at(level, key, message);
    } else if (!given.isEmpty()) {
      unsupported.at(
          level, key, "The %s is agreed on, but cannot be checked. ".formatted(kind) + message);
    }
  }

  private static OfTable expectation(String kind, String column, Duration duration) {
    return switch (kind) {
      case "retention" -> new Expectation.Retention(column, duration);
      case "frequency" -> new Expectation.Frequency(column, duration);
      default -> new Expectation.Freshness(column, duration);
    };
  }

  private static Rule rule(Fields level, String kind, OfTable expectation) {
    return new Rule(
        level.optionalText("id").orElse(kind),
        expectation,
        RuleTolerance.severity(level),
        Tolerance.NONE,
        level.optionalText("description").orElse(Sentences.of(expectation)),
        Sentences.dimension(expectation),
        level.place("value"));
  }
}
