package dev.rondo.quality.suite;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.condition.RowCondition;
import dev.rondo.quality.expectation.Arguments;
import dev.rondo.quality.expectation.Batch;
import dev.rondo.quality.expectation.BatchColumn;
import dev.rondo.quality.expectation.ExpectationConfig;
import dev.rondo.quality.expectation.ExpectationResult;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.expectation.ResultFormat.Level;
import dev.rondo.quality.expectation.RowJudge;
import dev.rondo.quality.expectation.SuiteRun;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Checks tables by suites. Immutable; a check is confined to its session's thread.
///
/// @param now the time that tables are judged at
public record SuiteCheck(EventTime now) {

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
    Suite bound = Binding.of(suite, parameters, now);
    Batch batch = Batch.of(session, relation);
    List<Prepared> prepared =
        bound.expectations().stream().map(one -> Prepared.of(one, batch.columns())).toList();
    List<ExpectationConfig> sound =
        prepared.stream().filter(Prepared::isSound).map(Prepared::config).toList();
    SuiteRun.Outcome outcome = SuiteRun.of(batch, sound, format, now);
    Iterator<ExpectationResult> results = outcome.results().iterator();
    return new SuiteResult(
        suite.name(),
        relation,
        bound.parameters(),
        now,
        prepared.stream()
            .map(one -> one.judged(one.isSound() ? results.next() : one.unjudged()))
            .toList(),
        outcome.passes());
  }

  /// Compiles what of a suite can be judged on one record by itself.
  ///
  /// @param columns of the records
  /// @throws Problem when parameters are missing or wrong, or an expectation names no column
  public RowJudge compile(
      Suite suite, Map<String, JsonNode> parameters, List<BatchColumn> columns) {
    return RowJudge.compile(
        Binding.of(suite, parameters, now).expectations().stream()
            .map(expectation -> configOf(expectation, where(expectation, columns)))
            .toList(),
        columns);
  }

  /// An expectation of which is known whether its condition fits the table.
  private record Prepared(
      SuiteExpectation expectation, ExpectationConfig config, Optional<String> exception) {

    static Prepared of(SuiteExpectation expectation, List<BatchColumn> columns) {
      try {
        ExpectationConfig config = configOf(expectation, where(expectation, columns));
        return new Prepared(expectation, config, Optional.empty());
      } catch (Problem e) {
        return new Prepared(expectation, configOf(expectation, "FALSE"), Optional.of(e.text()));
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

  private static ExpectationConfig configOf(SuiteExpectation expectation, String where) {
    return new ExpectationConfig(
        expectation.about().id(),
        new Arguments(expectation.type(), expectation.given()),
        expectation.severity(),
        where,
        expectation.condition().map(Condition::parsed),
        expectation.about().meta(),
        expectation.about().description());
  }

  private static String where(SuiteExpectation expectation, List<BatchColumn> columns) {
    Optional<RowCondition> condition = expectation.condition().map(Condition::parsed);
    return condition.map(rows -> rows.sql(kinds(columns))).orElse("TRUE");
  }

  private static Map<String, dev.rondo.quality.condition.Kind> kinds(List<BatchColumn> columns) {
    Map<String, dev.rondo.quality.condition.Kind> kinds = new LinkedHashMap<>();
    for (BatchColumn column : columns) {
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
