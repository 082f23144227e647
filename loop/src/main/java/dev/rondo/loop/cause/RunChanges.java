package dev.rondo.loop.cause;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.Run;
import dev.rondo.loop.RunEnvironment;
import dev.rondo.loop.rebuild.Reproduction;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What two runs were started with otherwise: parameters, environment, contracts; and what the
/// second one found to have moved.
record RunChanges(Ledger ledger, Weight weight) {

  List<Cause> between(Caller caller, Run good, Run run) {
    List<Cause> causes = new ArrayList<>();
    Instant at = run.started();
    differences(parameters(caller, good), parameters(caller, run))
        .forEach(one -> causes.add(cause("parameter", 0.8, one, at)));
    differences(
            RunEnvironment.facts(ledger, caller, good), RunEnvironment.facts(ledger, caller, run))
        .forEach(one -> causes.add(cause("environment", size(one.name()), one, at)));
    differences(contracts(caller, good), contracts(caller, run))
        .forEach(one -> causes.add(cause("contract", 0.8, one, at)));
    causes.addAll(drift(caller, run));
    return causes;
  }

  /// The JDK, the image and packages matter more than where it ran.
  private static double size(String fact) {
    return fact.equals("machine") ? 0.2 : 0.5;
  }

  private record Difference(String name, Optional<String> from, Optional<String> to) {}

  private static List<Difference> differences(
      SortedMap<String, String> before, SortedMap<String, String> after) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .map(name ->
            new Difference(
                name, Optional.ofNullable(before.get(name)), Optional.ofNullable(after.get(name))))
        .filter(one -> !one.from().equals(one.to()))
        .toList();
  }

  private Cause cause(String kind, double size, Difference difference, Instant at) {
    return new Cause(
        weight.of(size, 1, Optional.of(at)),
        kind,
        difference.name(),
        difference.from(),
        difference.to(),
        Optional.of(at),
        1,
        "The %s '%s' is %s; it was %s."
            .formatted(
                kind,
                difference.name(),
                difference.to().orElse("not there"),
                difference.from().orElse("not there")),
        Optional.empty());
  }

  /// Moments differ from run to run by their nature; so does the place of a row.
  private SortedMap<String, String> parameters(Caller caller, Run run) {
    SortedMap<String, String> parameters = new TreeMap<>();
    ledger.parameters(caller, run.id()).stream()
        .filter(one -> !isMoment(one) && !one.key().equals(Reproduction.ROWS_FROM))
        .forEach(one -> parameters.put(one.key(), one.value()));
    return parameters;
  }

  private static boolean isMoment(Parameter parameter) {
    try {
      return parameter.value().length() > 10
          && Instant.parse(parameter.value()).isAfter(Instant.MIN);
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /// The versions of the contracts and suites that judged what a run wrote.
  private SortedMap<String, String> contracts(Caller caller, Run run) {
    SortedMap<String, String> contracts = new TreeMap<>();
    for (AssetRecord record : ledger.outputs(caller, run.id())) {
      String version = SnapshotChange.fact(record, "judge_version");
      if (record.asset().kind() == Asset.Kind.QUALITY_RESULT && !version.isEmpty()) {
        contracts.put(SnapshotChange.fact(record, "judge"), version);
      }
    }
    return contracts;
  }

  /// What a monitor found to have drifted in the window, each column once.
  private List<Cause> drift(Caller caller, Run run) {
    Set<String> columns = new HashSet<>();
    return ledger.outputs(caller, run.id()).stream()
        .filter(one -> one.asset().kind() == Asset.Kind.ALERT)
        .filter(one -> SnapshotChange.fact(one, "kind").equals("feature-drift"))
        .filter(one -> columns.add(SnapshotChange.fact(one, "column")))
        .map(one ->
            new Cause(
                weight.of(0.9, 1, Optional.of(one.recorded())),
                "drift",
                SnapshotChange.fact(one, "column"),
                Optional.empty(),
                Optional.of(Double.toString(one.facts().path("value").asDouble())),
                Optional.of(one.recorded()),
                1,
                SnapshotChange.fact(one, "sentence"),
                Optional.of(one.asset())))
        .toList();
  }
}
