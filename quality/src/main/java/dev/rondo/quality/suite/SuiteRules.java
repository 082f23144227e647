package dev.rondo.quality.suite;

import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleAbout;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.Severity;
import dev.rondo.quality.expectation.ExpectationConfig;
import dev.rondo.quality.expectation.ExpectationType;
import dev.rondo.quality.expectation.RowVerdicts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A suite's result told as that of rules on the whole table, so that one history holds suites and
/// contracts alike. An expectation is known by
/// [dev.rondo.quality.expectation.ExpectationConfig#name].
final class SuiteRules {
  private static final int EXAMPLES = 5;

  private SuiteRules() {}

  /// @param source where the rows came from
  /// @param rows that were judged
  static QualityResult of(SuiteResult result, String source, long rows) {
    Set<String> taken = new HashSet<>();
    List<RuleResult> rules = new ArrayList<>();
    for (SuiteResult.Judged judged : result.results()) {
      rules.add(rule(id(judged.result().config().name(), taken), judged));
    }
    return new QualityResult(result.suite(), "", source, rows, rows, 0, 0, rules);
  }

  /// @param bound with nothing left open
  /// @param verdicts one for each expectation, in the suite's order
  static SuiteRows ofRows(Suite bound, List<RowVerdicts.Verdict> verdicts) {
    Set<String> taken = new HashSet<>();
    List<RuleResult> rules = new ArrayList<>();
    SortedMap<Long, List<String>> broken = new TreeMap<>();
    for (int i = 0; i < verdicts.size(); i++) {
      RowVerdicts.Verdict verdict = verdicts.get(i);
      String id = id(verdict.config().name(), taken);
      rules.add(rule(id, bound.expectations().get(i), verdict));
      if (verdict.config().severity() == Severity.ERROR) {
        verdict
            .broken()
            .orElseGet(TreeSet::new)
            .forEach(row -> broken.computeIfAbsent(row, _ -> new ArrayList<>()).add(id));
      }
    }
    return new SuiteRows(bound.name(), rules, broken);
  }

  private static RuleResult rule(
      String id, SuiteExpectation expectation, RowVerdicts.Verdict verdict) {
    long breaches = verdict.broken().map(Set::size).orElse(0);
    return new RuleResult(
        id,
        Sentences.ENGLISH.of(expectation),
        expectation.severity(),
        verdict.broken().isEmpty(),
        breaches,
        breaches == 0,
        verdict.broken().isEmpty() ? RuleResult.ROWS_ALONE : "",
        List.of(),
        OptionalDouble.empty(),
        about(expectation, verdict.config()));
  }

  private static RuleAbout about(SuiteExpectation expectation, ExpectationConfig config) {
    return new RuleAbout(
        Sentences.CHINESE.of(expectation), config.columns(), dimension(expectation.type()));
  }

  private static RuleResult rule(String id, SuiteResult.Judged judged) {
    boolean passed = judged.result().success();
    return new RuleResult(
        id,
        Sentences.ENGLISH.of(judged.expectation()),
        judged.severity(),
        true,
        judged.result().result().path("unexpected_count").asLong(passed ? 0 : 1),
        passed,
        judged.result().found(),
        judged.result().examples(EXAMPLES),
        judged.result().measured(),
        about(judged.expectation(), judged.result().config()));
  }

  /// The dimension of quality, by what is asked and of how many columns.
  private static String dimension(ExpectationType type) {
    String name = type.name();
    if (name.contains("null") || name.contains("row_count")) {
      return "completeness";
    }
    if (name.contains("unique")) {
      return "uniqueness";
    }
    return switch (type.family()) {
      case TABLE, COLUMN_VALUES -> "conformity";
      case COLUMN_AGGREGATE -> "accuracy";
      case QUERY, COLUMN_PAIR, MULTICOLUMN -> "consistency";
    };
  }

  private static String id(String name, Set<String> taken) {
    String id = name;
    for (int i = 2; !taken.add(id); i++) {
      id = name + "#" + i;
    }
    return id;
  }
}
