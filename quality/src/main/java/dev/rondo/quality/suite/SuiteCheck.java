package dev.rondo.quality.suite;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.quality.expectation.Batch;
import dev.rondo.quality.expectation.ExpectationConfig;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.expectation.ResultFormat.Level;
import dev.rondo.quality.expectation.SuiteRun;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Checks tables by suites. Immutable; a check is confined to its session's thread.
///
/// @param clock what `now()` is
public record SuiteCheck(InstantSource clock) {

  /// Checks a table, with as much of the results as the suite wants, or else a summary.
  public SuiteResult check(
      SqlSession session, String relation, Suite suite, Map<String, JsonNode> parameters) {
    ResultFormat format = suite.format().orElse(ResultFormat.of(Level.SUMMARY));
    return check(session, relation, suite, parameters, format);
  }

  /// Checks a table or view of the session. What goes wrong with one expectation is told in its
  /// result.
  ///
  /// @param parameters stand for the suite's parameters, before its own defaults
  /// @throws Problem `invalid-request` when parameters are missing or wrong
  public SuiteResult check(
      SqlSession session,
      String relation,
      Suite suite,
      Map<String, JsonNode> parameters,
      ResultFormat format) {
    Instant at = clock.instant();
    Binding.Values values = Binding.of(suite, parameters, at);
    Batch batch = Batch.of(session, relation);
    List<ExpectationConfig> configs =
        values.expectations().stream().map(Binding.Bound::config).toList();
    SuiteRun.Outcome outcome = SuiteRun.of(batch, configs, format, new EventTime(at));
    List<SuiteResult.Judged> judged = new ArrayList<>();
    for (int i = 0; i < configs.size(); i++) {
      judged.add(
          new SuiteResult.Judged(
              values.expectations().get(i).expectation(), outcome.results().get(i)));
    }
    return new SuiteResult(
        suite.name(), relation, values.parameters(), at, judged, outcome.passes());
  }
}
