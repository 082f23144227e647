package dev.rondo.quality.suite;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.quality.expectation.Arguments;
import dev.rondo.quality.expectation.Batch;
import dev.rondo.quality.expectation.BatchColumn;
import dev.rondo.quality.expectation.ExpectationConfig;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.expectation.ResultFormat.Level;
import dev.rondo.quality.expectation.RowJudge;
import dev.rondo.quality.expectation.RowVerdicts;
import dev.rondo.quality.expectation.SuiteRun;
import dev.rondo.quality.expectation.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Checks tables by suites. Immutable; a check is confined to its session's thread.
///
/// @param around what is known beside the tables
public record SuiteCheck(Surroundings around) {

  /// One that knows the time that tables are judged at, and nothing else.
  public SuiteCheck(EventTime now) {
    this(Surroundings.at(now));
  }

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
    Suite bound = Binding.of(suite, parameters, around.now());
    SuiteRun.Outcome outcome =
        SuiteRun.of(Batch.of(session, relation), configs(bound), format, around);
    List<SuiteResult.Judged> judged = new ArrayList<>();
    for (int i = 0; i < outcome.results().size(); i++) {
      judged.add(new SuiteResult.Judged(bound.expectations().get(i), outcome.results().get(i)));
    }
    return new SuiteResult(
        suite.name(), relation, bound.parameters(), around.now(), judged, outcome.passes());
  }

  /// Judges rows that come by themselves by what a suite says of single rows, each of which must be
  /// good.
  ///
  /// @param key a column with another whole number in each row
  /// @param beside a relation of rows that are there already, whose values must not be repeated
  ///   where values must not repeat
  /// @throws Problem `invalid-request` when parameters have no defaults
  public SuiteRows checkRows(
      SqlSession session, String relation, Suite suite, String key, Optional<String> beside) {
    Suite bound = Binding.of(suite, Map.of(), around.now());
    return SuiteRules.ofRows(
        bound, RowVerdicts.of(Batch.of(session, relation), key, beside, configs(bound), around));
  }

  /// Compiles what of a suite can be judged on one record by itself.
  ///
  /// @param columns of the records
  /// @throws Problem when parameters are missing or wrong, or an expectation names no column
  public RowJudge compile(
      Suite suite, Map<String, JsonNode> parameters, List<BatchColumn> columns) {
    return RowJudge.compile(
        configs(Binding.of(suite, parameters, around.now())), columns, around.code());
  }

  private static List<ExpectationConfig> configs(Suite bound) {
    return bound.expectations().stream().map(SuiteCheck::config).toList();
  }

  private static ExpectationConfig config(SuiteExpectation expectation) {
    About about = expectation.about();
    return new ExpectationConfig(
        about.id(),
        new Arguments(expectation.type(), expectation.given()),
        expectation.severity(),
        expectation.condition().map(Condition::parsed),
        about.meta(),
        about.description());
  }
}
