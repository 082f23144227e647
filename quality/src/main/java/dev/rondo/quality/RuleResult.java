package dev.rondo.quality;

import java.util.List;

/// What a check found about one rule.
///
/// @param rule its id
/// @param sentence what must hold
/// @param breaches how many rows break it; for a rule on the whole table 1 or 0
/// @param passed no breach, or no more than it tolerates
/// @param observed what was found, for a rule on the whole table; else empty
/// @param sample at most five offending values or rows, in the order of the data
public record RuleResult(
    String rule,
    String sentence,
    Severity severity,
    boolean wholeTable,
    long breaches,
    boolean passed,
    String observed,
    List<String> sample) {

  public RuleResult {
    sample = List.copyOf(sample);
  }
}
