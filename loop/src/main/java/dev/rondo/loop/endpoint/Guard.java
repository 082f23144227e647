package dev.rondo.loop.endpoint;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.ProjectName;
import dev.rondo.quality.Contract;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.QualityResults;
import dev.rondo.quality.Rule;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// A contract at an endpoint. What it finds is kept by periods: the record of the open one grows,
/// and when it is closed the next begins where it ended. A period is what the counts have grown by
/// since it began, so that nothing is lost or told twice, also when a record cannot be written, or
/// much comes meanwhile. Thread-safe.
final class Guard {
  /// Where it stands.
  record Place(ProjectName project, HandOver handOver, String endpoint) {}

  private final QualityResults quality;
  private final Place place;
  private final Contract contract;
  private final Supplier<Instant> moments;
  private final BreachCount count;
  private Breaches start = Breaches.NONE;
  private QualityRecord period;

  /// @param moments at which periods begin, each another
  Guard(QualityResults quality, Place place, Contract contract, Supplier<Instant> moments) {
    this.quality = quality;
    this.place = place;
    this.contract = contract;
    this.moments = moments;
    this.count = new BreachCount(contract);
    this.period = open();
  }

  Place place() {
    return place;
  }

  Contract contract() {
    return contract;
  }

  /// Every mistake of severity error.
  List<Mistake> check(ObjectNode object) {
    return count.check(object);
  }

  private QualityRecord open() {
    Instant since = moments.get();
    return quality.prepare(
        place.handOver(),
        place.endpoint(),
        "since %s (%s)".formatted(since, contract.version()),
        new EventTime(since),
        result(Breaches.NONE));
  }

  /// Keeps what the open period has found so far, if it has found something since the last time.
  ///
  /// @param at the moment that it counts for
  synchronized void keep(Caller caller, EventTime at) {
    QualityResult found = result(count.soFar().since(start));
    if (breaches(found) > breaches(period.result())) {
      period = quality.grow(caller, period, at, found, false);
    }
  }

  private static long breaches(QualityResult result) {
    return result.quarantined() + result.rules().stream().mapToLong(RuleResult::breaches).sum();
  }

  /// Keeps what the open period has found, and begins the next.
  ///
  /// @param at the moment that it counts for
  /// @return whether there was anything
  synchronized boolean close(Caller caller, EventTime at) {
    Breaches all = count.soFar();
    QualityResult found = result(all.since(start));
    if (found.read() == 0) {
      return false;
    }
    quality.grow(caller, period, at, found, true);
    start = all;
    period = open();
    return true;
  }

  /// Of answers only those that were refused: the others are logged, and judged with their window.
  private QualityResult result(Breaches found) {
    boolean isRefusedOnly = place.handOver() == HandOver.PREDICTION;
    long accepted = isRefusedOnly ? 0 : found.accepted();
    return new QualityResult(
        contract.id(),
        contract.version(),
        place.endpoint(),
        accepted + found.refused(),
        accepted,
        found.refused(),
        found.several(),
        contract.rules().stream()
            .filter(rule -> isRefusedOnly || found.broken().containsKey(rule))
            .map(rule -> result(rule, isRefusedOnly, found.broken()))
            .toList());
  }

  /// What is refused breaks rules of severity error.
  private static RuleResult result(Rule rule, boolean isRefusedOnly, Map<Rule, Long> broken) {
    Long breaches = broken.get(rule);
    if (breaches == null) {
      return RuleResult.notJudged(rule);
    }
    return RuleResult.of(rule, isRefusedOnly && rule.severity() != Severity.ERROR ? 0 : breaches);
  }
}
