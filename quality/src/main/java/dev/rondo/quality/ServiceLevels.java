package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.json.Fields;
import dev.rondo.quality.Expectation.OfTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Reads what a contract agrees on outside its quality lists: how fresh the table is, and what
/// happens when columns come that it does not know.
final class TermsParser {
  private final List<ContractColumn> columns;

  TermsParser(List<ContractColumn> columns) {
    this.columns = List.copyOf(columns);
  }

  /// The rule on columns that the contract does not know, unless it allows them.
  List<Rule> extraColumns(Fields object) {
    return ColumnParser.custom(object, "extraColumns").stream()
        .flatMap(custom ->
            custom.optionalChoice("value", List.of("allow", "warn", "refuse")).stream()
                .filter(answer -> !answer.equals("allow"))
                .map(answer -> extraColumns(custom, answer)))
        .toList();
  }

  private Rule extraColumns(Fields custom, String answer) {
    Expectation none =
        new Expectation.NoExtraColumns(columns.stream().map(ContractColumn::name).toList());
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

  /// The rule that an agreed freshness makes; other service levels are for people.
  List<Rule> freshness(Fields root) {
    List<Rule> rules = new ArrayList<>();
    for (Fields sla : root.objects("slaProperties")) {
      sla.only(
          List.of(
              "id",
              "property",
              "value",
              "valueExt",
              "unit",
              "element",
              "driver",
              "description",
              "scheduler",
              "schedule",
              "customProperties"));
      if (sla.text("property").equals("freshness")) {
        freshnessOf(sla).ifPresent(rules::add);
      }
    }
    return rules;
  }

  private Optional<Rule> freshnessOf(Fields sla) {
    OptionalDouble value = sla.optionalReal("value");
    String unit = sla.text("unit");
    String element = sla.text("element");
    String name = element.substring(element.lastIndexOf('.') + 1);
    Optional<Duration> most = Values.duration(value.orElse(0), unit);
    sla.require("value", most.isPresent(), "a number above 0 in a unit of d, h or min");
    List<String> times =
        columns.stream()
            .filter(column -> column.type() == ColumnType.TIMESTAMP)
            .map(ContractColumn::name)
            .toList();
    if (!times.contains(name)) {
      sla.mistake("element", Nearest.none("column of times", name, times));
    }
    return most.map(duration -> {
      OfTable fresh = new Expectation.Freshness(name, duration);
      String sentence = sla.optionalText("description").orElse(Sentences.of(fresh));
      return new Rule(
          sla.optionalText("id").orElse("freshness"),
          fresh,
          RuleTolerance.severity(sla),
          Tolerance.NONE,
          sentence,
          Sentences.dimension(fresh),
          sla.place("value"));
    });
  }
}
