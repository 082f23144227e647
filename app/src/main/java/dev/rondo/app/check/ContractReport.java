package dev.rondo.app.check;

import dev.rondo.cli.Terminal;
import dev.rondo.cli.Terminal.Colour;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What came of a contract, for people and as JSON.
final class ContractReport {
  private final Terminal terminal;
  private final QualityResult result;

  ContractReport(Terminal terminal, QualityResult result) {
    this.terminal = terminal;
    this.result = result;
  }

  QualityResult result() {
    return result;
  }

  /// Whether no row was quarantined and no rule blocks the table.
  boolean isKept() {
    return result.failed().stream().noneMatch(rule -> rule.severity() == Severity.ERROR);
  }

  /// A line for each rule that is broken, those that cost most rows first.
  void writeBreaches() {
    List<RuleResult> broken =
        result.failed().stream()
            .sorted(
                Comparator.comparing(RuleResult::severity)
                    .thenComparing(Comparator.comparingLong(RuleResult::breaches).reversed()))
            .toList();
    for (RuleResult rule : broken) {
      String found =
          rule.wholeTable() ? rule.observed() : SuiteReport.count(rule.breaches(), "row");
      new Verdict(rule.severity(), rule.rule() + ": " + rule.sentence(), found, rule.sample())
          .write(terminal);
    }
  }

  /// How many rows may go on, which are all others, and how many rules are broken.
  void writeSummary() {
    String word =
        isKept() ? terminal.paint(Colour.GREEN, "passed ") : terminal.paint(Colour.RED, "failed ");
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%s  Contract '%s' %s: %,d rows read, %,d accepted, %,d quarantined (%,d for more than one"
                + " rule); %d of %s broken.%n",
            word,
            result.contract(),
            result.version(),
            result.read(),
            result.accepted(),
            result.quarantined(),
            result.brokenMoreThanOnce(),
            result.failed().size(),
            SuiteReport.count(result.rules().size(), "rule"));
  }

  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("contract", result.contract())
            .put("version", result.version())
            .put("passed", isKept())
            .put("read", result.read())
            .put("accepted", result.accepted())
            .put("quarantined", result.quarantined())
            .put("broken_more_than_once", result.brokenMoreThanOnce());
    ArrayNode rules = json.putArray("rules");
    for (RuleResult rule : result.rules()) {
      ObjectNode one =
          rules
              .addObject()
              .put("rule", rule.rule())
              .put("sentence", rule.sentence())
              .put("severity", rule.severity().text())
              .put("passed", rule.passed())
              .put("breaches", rule.breaches());
      if (!rule.observed().isEmpty()) {
        one.put("observed", rule.observed());
      }
      if (!rule.sample().isEmpty()) {
        rule.sample().forEach(one.putArray("sample")::add);
      }
    }
    return json;
  }
}
