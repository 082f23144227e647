package dev.rondo.quality.suite;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.Severity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A result in the words of JUnit: a test case for each expectation, or for each rule of a
/// contract.
///
/// @param duration of all together; empty when nobody measured it
public record JunitSuite(
    String name, Optional<Duration> duration, EventTime at, List<TestCase> cases) {
  private static final int LONGEST = 2000;

  public JunitSuite {
    cases = List.copyOf(cases);
  }

  /// How a case ended. Only what is critical fails; other breaches stand in the case's output.
  enum Outcome {
    PASSED,
    FAILURE,
    ERROR,
    TOLD
  }

  /// @param type of what was expected
  /// @param observed what was found, or why there is no verdict
  record TestCase(
      String className,
      String name,
      String type,
      Map<String, String> properties,
      Outcome outcome,
      String observed) {}

  public static JunitSuite of(SuiteResult result) {
    return new JunitSuite(
        result.suite(),
        Optional.of(result.duration()),
        result.at(),
        result.results().stream().map(judged -> testCase(result, judged)).toList());
  }

  /// @param at the time that the rows were judged at
  public static JunitSuite of(QualityResult result, EventTime at) {
    return new JunitSuite(
        result.contract(),
        Optional.empty(),
        at,
        result.rules().stream().map(rule -> testCase(result, rule)).toList());
  }

  long count(Outcome outcome) {
    return cases.stream().filter(one -> one.outcome() == outcome).count();
  }

  private static TestCase testCase(SuiteResult result, SuiteResult.Judged judged) {
    SuiteExpectation expectation = judged.expectation();
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("type", expectation.type().name());
    properties.put("severity", SeverityWords.of(judged.severity()));
    if (!expectation.about().id().isEmpty()) {
      properties.put("id", expectation.about().id());
    }
    Optional<String> exception = judged.result().exception();
    return new TestCase(
        HandWriter.column(expectation)
            .map(column -> result.suite() + "." + column)
            .orElse(result.suite()),
        Sentences.ENGLISH.of(expectation),
        expectation.type().name(),
        properties,
        judged.isFailed() ? outcome(judged.severity(), exception.isPresent()) : Outcome.PASSED,
        exception.orElseGet(() -> summary(judged.result().result())));
  }

  private static Outcome outcome(Severity severity, boolean isException) {
    if (severity != Severity.ERROR) {
      return Outcome.TOLD;
    }
    return isException ? Outcome.ERROR : Outcome.FAILURE;
  }

  private static String summary(ObjectNode result) {
    if (result.isEmpty()) {
      return "Not fulfilled.";
    }
    StringBuilder summary = new StringBuilder();
    if (result.has("unexpected_count") && result.has("element_count")) {
      summary
          .append(result.path("unexpected_count"))
          .append(" of ")
          .append(result.path("element_count"))
          .append(" rows");
      if (result.has("partial_unexpected_list")) {
        summary.append(", such as ").append(result.path("partial_unexpected_list"));
      }
    } else if (result.hasNonNull("observed_value")) {
      summary.append("Observed ").append(result.path("observed_value"));
    } else {
      summary.append("Not fulfilled");
    }
    return shortened(summary + ".\n" + Json.write(result));
  }

  private static TestCase testCase(QualityResult result, RuleResult rule) {
    String id = rule.rule();
    int colon = id.indexOf(':');
    String kind = colon < 0 ? id : id.substring(0, colon);
    return new TestCase(
        result.contract(),
        id + ": " + rule.sentence(),
        kind,
        Map.of("severity", SeverityWords.of(rule.severity())),
        rule.passed() ? Outcome.PASSED : outcome(rule.severity(), false),
        rule.wholeTable() ? rule.observed() : breaches(result, rule));
  }

  private static String breaches(QualityResult result, RuleResult rule) {
    String examples =
        rule.sample().isEmpty() ? "" : ", such as " + String.join(", ", rule.sample());
    return shortened("%d of %d rows%s.".formatted(rule.breaches(), result.read(), examples));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
