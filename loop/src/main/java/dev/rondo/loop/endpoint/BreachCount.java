package dev.rondo.loop.endpoint;

import dev.rondo.kernel.Mistake;
import dev.rondo.quality.Contract;
import dev.rondo.quality.RowCheck;
import dev.rondo.quality.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.node.ObjectNode;

/// Judges objects by a contract as they pass, and counts by rule what was broken. Counts only grow.
/// Thread-safe; what passes costs one addition, and one more for each broken rule.
final class BreachCount {
  private final RowCheck check;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder refusedForSeveral = new LongAdder();
  private final Map<Rule, LongAdder> broken = new LinkedHashMap<>();

  BreachCount(Contract contract) {
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

  /// Everything since the beginning.
  Breaches soFar() {
    Map<Rule, Long> rules = new LinkedHashMap<>();
    broken.forEach((rule, count) -> rules.put(rule, count.sum()));
    return new Breaches(accepted.sum(), refused.sum(), refusedForSeveral.sum(), rules);
  }
}
