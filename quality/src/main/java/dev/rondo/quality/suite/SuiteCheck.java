package dev.rondo.quality.suite;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.condition.RowCondition;
import dev.rondo.quality.expectation.Batch;
import dev.rondo.quality.expectation.BatchColumn;
import dev.rondo.quality.expectation.ExpectationConfig;
import dev.rondo.quality.expectation.ExpectationResult;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.expectation.ResultFormat.Level;
import dev.rondo.quality.expectation.SuiteRun;
import dev.rondo.quality.suite.Binding.Bound;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    List<Prepared> prepared =
        values.expectations().stream().map(bound -> Prepared.of(bound, batch)).toList();
    List<ExpectationConfig> sound =
        prepared.stream().filter(Prepared::isSound).map(Prepared::config).toList();
    SuiteRun.Outcome outcome = SuiteRun.of(batch, sound, format);
    Iterator<ExpectationResult> results = outcome.results().iterator();
    return new SuiteResult(
        suite.name(),
        relation,
        values.parameters(),
        at,
        prepared.stream()
            .map(one -> one.judged(one.isSound() ? results.next() : one.unjudged()))
            .toList(),
        outcome.passes());
  }

  /// An expectation of which is known whether its condition fits the table.
  private record Prepared(
      SuiteExpectation expectation, ExpectationConfig config, Optional<String> exception) {

    static Prepared of(Bound bound, Batch batch) {
      try {
        String where = where(bound, batch);
        return new Prepared(bound.expectation(), bound.config(where), Optional.empty());
      } catch (Problem e) {
        return new Prepared(bound.expectation(), bound.config("FALSE"), Optional.of(e.text()));
      }
    }

    boolean isSound() {
      return exception.isEmpty();
    }

    ExpectationResult unjudged() {
      return new ExpectationResult(config, false, Json.object(), exception);
    }

    SuiteResult.Judged judged(ExpectationResult result) {
      return new SuiteResult.Judged(expectation, result);
    }
  }

  private static String where(Bound bound, Batch batch) {
    Optional<RowCondition> condition = bound.condition().map(Condition::parsed);
    return condition.map(rows -> rows.sql(kinds(batch))).orElse("TRUE");
  }

  private static Map<String, dev.rondo.quality.condition.Kind> kinds(Batch batch) {
    Map<String, dev.rondo.quality.condition.Kind> kinds = new LinkedHashMap<>();
    for (BatchColumn column : batch.columns()) {
      kinds.put(
          column.name(),
          switch (column.kind()) {
            case INTEGER, REAL, DECIMAL -> dev.rondo.quality.condition.Kind.NUMBER;
            case BOOLEAN -> dev.rondo.quality.condition.Kind.TRUTH;
            case DATE, TIMESTAMP -> dev.rondo.quality.condition.Kind.TIME;
            case TEXT, TIME, OTHER -> dev.rondo.quality.condition.Kind.TEXT;
          });
    }
    return kinds;
  }
}
