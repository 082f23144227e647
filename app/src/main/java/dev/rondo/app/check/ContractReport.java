package dev.rondo.app.check;

import dev.rondo.cli.Terminal;
import dev.rondo.cli.Terminal.Colour;
import dev.rondo.kernel.Counted;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleResult;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What came of a contract, for people.
final class ContractReport {
  private final Terminal terminal;
  private final QualityResult result;

  ContractReport(Terminal terminal, QualityResult result) {
    this.terminal = terminal;
    this.result = result;
  }

  /// A line for each rule that is broken, those that cost most rows first, and for each that could
  /// not be judged yet.
  void writeBreaches() {
    List<RuleResult> broken =
        result.failed().stream()
            .sorted(
                Comparator.comparing(RuleResult::severity)
                    .thenComparing(Comparator.comparingLong(RuleResult::breaches).reversed()))
            .toList();
    for (RuleResult rule : broken) {
      String found = rule.wholeTable() ? rule.observed() : Counted.of(rule.breaches(), "row");
      new Verdict(rule.severity(), rule.rule() + ": " + rule.sentence(), found, rule.sample())
          .write(terminal);
    }
    for (RuleResult rule : result.rules()) {
      rule.unjudged()
          .ifPresent(
              why -> Verdict.unjudged(rule.rule() + ": " + rule.sentence(), why).write(terminal));
    }
  }

  /// How many rows may go on, which are all others, and how many rules are broken.
  void writeSummary() {
    String word =
        result.isKept()
            ? terminal.paint(Colour.GREEN, "passed ")
            : terminal.paint(Colour.RED, "failed ");
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%s  Contract '%s' %s: %s read, %,d accepted, %,d quarantined%s; %d of %s broken.%n",
            word,
            result.contract(),
            result.version(),
            Counted.of(result.read(), "row"),
            result.accepted(),
            result.quarantined(),
            several(),
            result.failed().size(),
            Counted.of(result.rules().size(), "rule"));
  }

  /// Where none is quarantined, those that break several rules do so within tolerance.
  private String several() {
    return result.quarantined() == 0
        ? ""
        : String.format(Locale.ROOT, " (%,d for more than one rule)", result.brokenMoreThanOnce());
  }
}
