package dev.rondo.loop.endpoint;

import dev.rondo.kernel.Mistake;
import dev.rondo.quality.Contract;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RowCheck;
import dev.rondo.quality.Rule;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.node.ObjectNode;

/// Judges objects by a contract as they pass, and counts by rule what was broken, for as long as
/// nobody has asked. Thread-safe; what passes costs one addition, and one more for each broken
/// rule.
final class BreachCount {
  private final Contract contract;
  private final RowCheck check;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder refusedForSeveral = new LongAdder();
  private final Map<Rule, LongAdder> broken = new LinkedHashMap<>();

  BreachCount(Contract contract) {
    this.contract = contract;
    this.check = RowCheck.compile(contract);
    contract.rules().stream()
        .filter(rule -> !check.leftOut().contains(rule.id()))
        .forEach(rule -> broken.put(rule, new LongAdder()));
  }

  /// Every mistake of severity error.
  List<Mistake> check(ObjectNode object) {
    List<Mistake> mistakes = check.check(object, this::count);
    if (mistakes.isEmpty()) {
      accepted.increment();
    } else {
      refused.increment();
      if (mistakes.size() > 1) {
        refusedForSeveral.increment();
      }
    }
    return mistakes;
  }

  private void count(Rule rule) {
    LongAdder count = broken.get(rule);
    if (count != null) {
      count.increment();
    }
  }

  /// What has passed since the last call; empty when nothing has.
  ///
  /// @param source where it came from
  Optional<QualityResult> take(String source) {
    long quarantined = refused.sumThenReset();
    long passed = accepted.sumThenReset();
    long several = refusedForSeveral.sumThenReset();
    List<RuleResult> rules = new ArrayList<>();
    broken.forEach((rule, count) -> rules.add(result(rule, count.sumThenReset())));
    return quarantined + passed == 0
        ? Optional.empty()
        : Optional.of(
            new QualityResult(
                contract.id(),
                contract.version(),
                source,
                passed + quarantined,
                passed,
                quarantined,
                several,
                rules));
  }

  private static RuleResult result(Rule rule, long breaches) {
    return new RuleResult(
        rule.id(), rule.sentence(), rule.severity(), false, breaches, breaches == 0, "", List.of());
  }

  /// What a check of everything that was let through found, together with what was not let through
  /// since the last call: only that breaks rules of severity error.
  QualityResult takeWith(QualityResult letThrough) {
    Optional<QualityResult> counted = take(letThrough.source());
    long more = counted.map(QualityResult::quarantined).orElse(0L);
    return new QualityResult(
        letThrough.contract(),
        letThrough.version(),
        letThrough.source(),
        letThrough.read() + more,
        letThrough.accepted(),
        letThrough.quarantined() + more,
        letThrough.brokenMoreThanOnce() + counted.map(QualityResult::brokenMoreThanOnce).orElse(0L),
        letThrough.rules().stream().map(rule -> with(rule, counted)).toList());
  }

  /// What was not let through since the last call; empty when everything was.
  ///
  /// @param source where it came from
  Optional<QualityResult> takeRefused(String source) {
    List<RuleResult> rules = broken.keySet().stream().map(rule -> result(rule, 0)).toList();
    QualityResult refused =
        takeWith(new QualityResult(contract.id(), contract.version(), source, 0, 0, 0, 0, rules));
    return refused.quarantined() == 0 ? Optional.empty() : Optional.of(refused);
  }

  private static RuleResult with(RuleResult rule, Optional<QualityResult> counted) {
    long more =
        rule.severity() != Severity.ERROR || rule.wholeTable()
            ? 0
            : counted
                .flatMap(result -> result.rule(rule.rule()))
                .map(RuleResult::breaches)
                .orElse(0L);
    return more == 0
        ? rule
        : new RuleResult(
            rule.rule(),
            rule.sentence(),
            rule.severity(),
            false,
            rule.breaches() + more,
            false,
            rule.observed(),
            rule.sample(),
            OptionalDouble.of(rule.breaches() + more),
            rule.about());
  }
}
