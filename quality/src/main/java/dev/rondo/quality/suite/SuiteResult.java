package dev.rondo.quality.suite;

import dev.rondo.kernel.EventTime;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.Severity;
import dev.rondo.quality.expectation.ExpectationResult;
import dev.rondo.quality.expectation.Pass;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/// What came of a suite on one table.
///
/// @param relation the table
/// @param parameters what stood for the suite's parameters
/// @param at the time that it was judged at
/// @param results an expectation each, in the suite's order
/// @param passes the statements that were run
public record SuiteResult(
    String suite,
    String relation,
    Map<String, JsonNode> parameters,
    EventTime at,
    List<Judged> results,
    List<Pass> passes) {

  public SuiteResult {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    results = List.copyOf(results);
    passes = List.copyOf(passes);
  }

  /// An expectation and what came of it.
  ///
  /// @param expectation with what stood for the suite's parameters
  public record Judged(SuiteExpectation expectation, ExpectationResult result) {
    public Severity severity() {
      return expectation.severity();
    }

    /// Whether it was not fulfilled, or could not be judged.
    public boolean isFailed() {
      return !result.success();
    }
  }

  /// How many were judged.
  public record Statistics(int evaluated, int successful) {
    public int unsuccessful() {
      return evaluated - successful;
    }

    /// Of a hundred; empty when there were none.
    public OptionalDouble successPercent() {
      return evaluated == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(successful * 100.0 / evaluated);
    }
  }

  /// Whether every expectation was fulfilled, whatever its severity.
  public boolean success() {
    return failed().isEmpty();
  }

  /// Whether a gate lets the table pass: nothing critical failed.
  public boolean isPassed() {
    return highestFailure().filter(severity -> severity == Severity.ERROR).isEmpty();
  }

  public List<Judged> failed() {
    return results.stream().filter(Judged::isFailed).toList();
  }

  /// The gravest severity among what failed.
  public Optional<Severity> highestFailure() {
    return failed().stream().map(Judged::severity).min(Comparator.naturalOrder());
  }

  public Statistics statistics() {
    return new Statistics(results.size(), results.size() - failed().size());
  }

  /// The same as it is kept: with values of these columns hidden in texts, but with the figures.
  public SuiteResult masked(Set<String> columns) {
    return changed(result -> result.masked(columns));
  }

  /// The same as it is shown: without anything that tells of values of these columns.
  public SuiteResult concealed(Set<String> columns) {
    return changed(result -> result.concealed(columns));
  }

  private SuiteResult changed(UnaryOperator<ExpectationResult> change) {
    List<Judged> changed =
        results.stream()
            .map(judged -> new Judged(judged.expectation, change.apply(judged.result)))
            .toList();
    return new SuiteResult(suite, relation, parameters, at, changed, passes);
  }

  /// This result among those of contracts, to be kept with them.
  ///
  /// @param source where the rows came from, as people know it
  /// @param rows that were judged
  public QualityResult asQuality(String source, long rows) {
    return SuiteRules.of(this, source, rows);
  }

  /// How long the statements took together.
  public Duration duration() {
    return passes.stream().map(Pass::duration).reduce(Duration.ZERO, Duration::plus);
  }
}
