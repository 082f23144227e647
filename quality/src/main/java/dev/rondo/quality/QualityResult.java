package dev.rondo.quality;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a check of one table against its contract found. Read rows are the accepted and the
/// quarantined ones.
///
/// @param contract its id
/// @param version the contract's
/// @param source where the rows came from
/// @param brokenMoreThanOnce how many rows break more than one rule
public record QualityResult(
    String contract,
    String version,
    String source,
    long read,
    long accepted,
    long quarantined,
    long brokenMoreThanOnce,
    List<RuleResult> rules) {

  public QualityResult {
    rules = List.copyOf(rules);
    if (read != accepted + quarantined) {
      throw Problem.of(
          ProblemCode.INTERNAL,
          "The check of '%s' read %d rows, but accepted %d and quarantined %d.",
          source,
          read,
          accepted,
          quarantined);
    }
  }

  /// The same as it is kept: with values of these columns hidden in texts, but with the figures.
  public QualityResult masked(Set<String> columns) {
    return with(rules.stream().map(rule -> rule.masked(columns)).toList());
  }

  /// The same as it is shown: without anything that tells of values of these columns.
  public QualityResult concealed(Set<String> columns) {
    return with(rules.stream().map(rule -> rule.concealed(columns)).toList());
  }

  private QualityResult with(List<RuleResult> others) {
    return new QualityResult(
        contract, version, source, read, accepted, quarantined, brokenMoreThanOnce, others);
  }

  public Optional<RuleResult> rule(String id) {
    return rules.stream().filter(rule -> rule.rule().equals(id)).findFirst();
  }

  /// The rules that did not pass, of any severity.
  public List<RuleResult> failed() {
    return rules.stream().filter(rule -> !rule.passed()).toList();
  }

  /// Whether no row was quarantined and no rule blocks the table.
  public boolean isKept() {
    return failed().stream().noneMatch(rule -> rule.severity() == Severity.ERROR);
  }

  /// The rules on the whole table that failed as errors: the table must not be handed on.
  public List<RuleResult> blocking() {
    return failed().stream()
        .filter(rule -> rule.wholeTable() && rule.severity() == Severity.ERROR)
        .toList();
  }

  /// The rules that failed as warnings: people are told.
  public List<RuleResult> warnings() {
    return failed().stream().filter(rule -> rule.severity() == Severity.WARNING).toList();
  }

  /// This result of rows of which none may be missing: each rule stands for the whole table, so
  /// that a row that breaks one of severity error blocks all.
  public QualityResult ofWholeTable() {
    return new QualityResult(
        contract,
        version,
        source,
        read,
        accepted,
        quarantined,
        brokenMoreThanOnce,
        rules.stream().map(RuleResult::ofWholeTable).toList());
  }

  /// Refuses the table when a rule blocks it.
  ///
  /// @throws Problem `contract-broken` with a sentence for each such rule
  public void requireTable() {
    List<Mistake> mistakes = blocking().stream().map(rule -> Mistake.at("", rule.told())).toList();
    if (!mistakes.isEmpty()) {
      throw broken(source, (contract + " " + version).strip(), mistakes);
    }
  }

  static Problem broken(String source, String contract, List<Mistake> mistakes) {
    return Problem.of(
        ProblemCode.CONTRACT_BROKEN,
        "The data of '%s' break the contract %s: %s"
            .formatted(source, contract, mistakes.getFirst().message()),
        mistakes);
  }
}
