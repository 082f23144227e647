package dev.rondo.quality.suite;

import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleResult;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What came of a suite on rows that came by themselves.
///
/// @param rules one for each expectation, in the suite's order
/// @param broken of each row that breaks expectations of severity error, by its key, their rules'
///   ids
public record SuiteRows(
    String suite, List<RuleResult> rules, SortedMap<Long, List<String>> broken) {
  public SuiteRows {
    rules = List.copyOf(rules);
    broken = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(broken)));
  }

  /// This result among those of contracts, to be kept with them.
  ///
  /// @param source where the rows came from, as people know it
  /// @param rows that were judged
  public QualityResult asQuality(String source, long rows) {
    long several = broken.values().stream().filter(ids -> ids.size() > 1).count();
    long aside = broken.size();
    return new QualityResult(suite, "", source, rows, rows - aside, aside, several, rules);
  }
}
