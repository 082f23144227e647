package dev.rondo.quality;

import java.util.List;
import java.util.OptionalDouble;

/// What a check found about one rule.
///
/// @param rule its id
/// @param sentence what must hold
/// @param breaches how many rows break it; for a rule on the whole table that counts none, 1 or 0
/// @param passed no breach, or no more than it tolerates
/// @param observed what was found, for a rule on the whole table; else empty
/// @param sample at most five offending values or rows, in the order of the data
/// @param measured the figure that the rule judges, if it is one and finite: its history can be
///   watched
public record RuleResult(
    String rule,
    String sentence,
    Severity severity,
    boolean wholeTable,
    long breaches,
    boolean passed,
    String observed,
    List<String> sample,
    OptionalDouble measured) {

  public RuleResult {
    sample = List.copyOf(sample);
    if (measured.isPresent() && !Double.isFinite(measured.getAsDouble())) {
      measured = OptionalDouble.empty();
    }
  }

  /// What must hold and what was found, for people.
  public String told() {
    String found =
        !observed.isEmpty()
            ? observed
            : breaches == 0 ? "" : "%,d rows break it.".formatted(breaches);
    return (sentence + " " + found).strip();
  }

  /// This finding on rows as one on the whole table.
  RuleResult ofWholeTable() {
    String found =
        wholeTable || breaches == 0 ? observed : "%,d rows break it.".formatted(breaches);
    return new RuleResult(
        rule, sentence, severity, true, breaches, passed, found, sample, measured);
  }

  /// A rule that measures nothing but its breaches.
  public RuleResult(
      String rule,
      String sentence,
      Severity severity,
      boolean wholeTable,
      long breaches,
      boolean passed,
      String observed,
      List<String> sample) {
    this(
        rule,
        sentence,
        severity,
        wholeTable,
        breaches,
        passed,
        observed,
        sample,
        OptionalDouble.of(breaches));
  }
}
