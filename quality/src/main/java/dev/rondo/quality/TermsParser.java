package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.kernel.Nearest;
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
  List<Rule> extraColumns(Section object) {
    List<Rule> rules = new ArrayList<>();
    for (Section custom : object.sections("customProperties")) {
      custom.only(List.of("property", "value", "id", "description"));
      if (custom.required("property").equals("extraColumns")) {
        custom
            .oneOf("value", List.of("allow", "warn", "refuse"))
            .filter(answer -> !answer.equals("allow"))
            .ifPresent(answer -> rules.add(extraColumns(custom, answer)));
      }
    }
    return rules;
  }

  private Rule extraColumns(Section custom, String answer) {
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
  List<Rule> freshness(Section root) {
    List<Rule> rules = new ArrayList<>();
    for (Section sla : root.sections("slaProperties")) {
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
      if (sla.required("property").equals("freshness")) {
        freshnessOf(sla).ifPresent(rules::add);
      }
    }
    return rules;
  }

  private Optional<Rule> freshnessOf(Section sla) {
    OptionalDouble value = sla.number("value");
    String unit = sla.required("unit");
    String element = sla.required("element");
    String name = element.substring(element.lastIndexOf('.') + 1);
    Optional<Duration> most = Values.duration(value.orElse(0), unit);
    if (most.isEmpty()) {
      sla.mistake("value", "Freshness is more than 0, in a unit of d, h or min.");
    }
    List<String> times =
        columns.stream()
            .filter(column -> column.type() == ColumnType.TIMESTAMP)
            .map(ContractColumn::name)
            .toList();
    if (!times.contains(name)) {
      String hint = Nearest.hint(name, times);
      sla.mistake("element", "There is no column '%s' of times.".formatted(name) + hint);
    }
    return most.map(duration -> {
      OfTable fresh = new Expectation.Freshness(name, duration);
      String sentence = sla.text("description").orElse(Sentences.of(fresh));
      return new Rule(
          sla.text("id").orElse("freshness"),
          fresh,
          RuleTolerance.severity(sla),
          Tolerance.NONE,
          sentence,
          Sentences.dimension(fresh),
          sla.place("value"));
    });
  }
}
