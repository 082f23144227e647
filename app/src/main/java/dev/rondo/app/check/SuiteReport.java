package dev.rondo.app.check;

import dev.rondo.cli.Table;
import dev.rondo.cli.Terminal;
import dev.rondo.cli.Terminal.Colour;
import dev.rondo.kernel.Counted;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Severity;
import dev.rondo.quality.suite.Sentences;
import dev.rondo.quality.suite.SuiteResult;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// What came of a suite, for people.
final class SuiteReport {
  private static final int MOST_EXAMPLES = 5;

  private final Terminal terminal;
  private final SuiteResult result;

  SuiteReport(Terminal terminal, SuiteResult result) {
    this.terminal = terminal;
    this.result = result;
  }

  /// A line for each expectation that was not fulfilled, or could not be judged yet.
  void writeFailures() {
    for (SuiteResult.Judged judged : result.failed()) {
      new Verdict(
              judged.severity(),
              Sentences.ENGLISH.of(judged.expectation()),
              judged.result().found(),
              judged.result().examples(MOST_EXAMPLES))
          .write(terminal);
    }
    for (SuiteResult.Judged judged : result.results()) {
      judged
          .result()
          .unjudged()
          .ifPresent(why ->
              Verdict.unjudged(Sentences.ENGLISH.of(judged.expectation()), why).write(terminal));
    }
  }

  /// `Suite 'orders': 63 expectations, 60 fulfilled, 2 failed, 1 warning.`
  ///
  /// @param rows that were judged
  /// @param place where they came from
  void writeSummary(long rows, String place) {
    SuiteResult.Statistics statistics = result.statistics();
    StringBuilder line = new StringBuilder();
    line.append("Suite '").append(result.suite()).append("' on ").append(Counted.of(rows, "row"));
    line.append(" of ").append(place).append(": ");
    line.append(Counted.of(statistics.evaluated(), "expectation")).append(", ");
    line.append(statistics.successful()).append(" fulfilled");
    counted(line, Severity.ERROR, "failed");
    counted(line, Severity.WARNING, "warned of");
    counted(line, Severity.INFO, "noted");
    terminal
        .out()
        .println(
            (result.isPassed()
                    ? terminal.paint(Colour.GREEN, "passed ")
                    : terminal.paint(Colour.RED, "failed "))
                + "  "
                + line
                + ".");
  }

  private void counted(StringBuilder line, Severity severity, String word) {
    long count = result.failed().stream().filter(one -> one.severity() == severity).count();
    if (count > 0) {
      line.append(", ").append(count).append(' ').append(word);
    }
  }

  /// The statements that were run, each with its time.
  void writePlan() {
    new Table(terminal, List.of("kind", "what", "answered", "ms"), passes()).write();
  }

  List<JsonNode> passes() {
    return result.passes().stream()
        .<JsonNode>map(pass ->
            Json.object()
                .put("kind", pass.kind().name().toLowerCase(Locale.ROOT))
                .put("what", pass.detail())
                .put("answered", pass.answered())
                .put("ms", Math.round(pass.duration().toNanos() / 1e4) / 100.0))
        .toList();
  }
}
