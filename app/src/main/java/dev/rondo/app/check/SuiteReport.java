package dev.rondo.app.check;

import dev.rondo.cli.Table;
import dev.rondo.cli.Terminal;
import dev.rondo.cli.Terminal.Colour;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Severity;
import dev.rondo.quality.suite.Sentences;
import dev.rondo.quality.suite.SuiteResult;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What came of a suite, for people.
final class SuiteReport {
  private static final int MOST_EXAMPLES = 5;
  private static final int DIGITS = 7;

  private final Terminal terminal;
  private final SuiteResult result;

  SuiteReport(Terminal terminal, SuiteResult result) {
    this.terminal = terminal;
    this.result = result;
  }

  /// A line for each expectation that was not fulfilled.
  void writeFailures() {
    for (SuiteResult.Judged judged : result.failed()) {
      ObjectNode found = judged.result().result();
      new Verdict(
              judged.severity(),
              Sentences.ENGLISH.of(judged.expectation()),
              judged.result().exception().map(why -> "not judged: " + why).orElse(found(found)),
              examples(found))
          .write(terminal);
    }
  }

  private static String found(ObjectNode result) {
    JsonNode bad = result.path("unexpected_count");
    if (bad.isNumber()) {
      double percent = result.path("unexpected_percent").asDouble(0);
      return String.format(
          Locale.ROOT,
          "not so in %,d of %,d rows (%s %%)",
          bad.asLong(),
          result.path("element_count").asLong(),
          percent(percent));
    }
    JsonNode observed = result.path("observed_value");
    return observed.isMissingNode() ? "" : "found " + text(observed);
  }

  private static String percent(double percent) {
    return percent > 0 && percent < 0.01 ? "<0.01" : String.format(Locale.ROOT, "%.2f", percent);
  }

  private static List<String> examples(ObjectNode result) {
    List<String> examples = new ArrayList<>();
    for (JsonNode value : result.path("partial_unexpected_list")) {
      if (examples.size() < MOST_EXAMPLES && !examples.contains(text(value))) {
        examples.add(text(value));
      }
    }
    return examples;
  }

  private static String text(JsonNode value) {
    if (value.isDouble() && Double.isFinite(value.asDouble())) {
      return new BigDecimal(value.asDouble())
          .round(new MathContext(DIGITS))
          .stripTrailingZeros()
          .toPlainString();
    }
    return value.isString() ? value.asString() : value.toString();
  }

  /// `Suite 'orders': 63 expectations, 60 fulfilled, 2 failed, 1 warning.`
  ///
  /// @param rows that were judged
  /// @param place where they came from
  void writeSummary(long rows, String place) {
    SuiteResult.Statistics statistics = result.statistics();
    StringBuilder line = new StringBuilder();
    line.append("Suite '").append(result.suite()).append("' on ").append(count(rows, "row"));
    line.append(" of ").append(place).append(": ");
    line.append(count(statistics.evaluated(), "expectation")).append(", ");
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

  static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
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
