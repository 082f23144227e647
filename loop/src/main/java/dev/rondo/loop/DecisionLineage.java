package dev.rondo.loop;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Records every decision about a model's version, whoever took it: a run that read the version and
/// what the decision was founded on, and wrote the decision, which a release reads.
final class DecisionLineage {
  private static final int ALERTS = 100;

  private final Ledger ledger;
  private final Registry registry;

  DecisionLineage(Ledger ledger, Registry registry) {
    this.ledger = ledger;
    this.registry = registry;
  }

  void listen(Events events) {
    events.subscribe("loop-decision-lineage", Decision.EVENTS, this::record);
  }

  private void record(Event event) {
    Decision decision = Decision.of(event);
    Caller caller = Caller.platform("lineage", event.project());
    Optional<ModelVersion> version = registry.find(caller, decision.model(), decision.version());
    if (version.isEmpty()) {
      return;
    }
    RunStart start =
        RunStart.of(Decision.RUN, decision.model())
            .withId(new RunId(decision.run()))
            .withUser(decision.user())
            .withStarted(event.at());
    RunId run = ledger.start(caller, start).id();
    Stream.of(versions(caller, decision), evaluations(caller, decision), alerts(caller, decision))
        .flatMap(List::stream)
        .forEach(asset -> ledger.recordInput(caller, run, asset, Map.of()));
    ledger.recordOutput(caller, run, decision.asset(), decision.facts());
    ledger.finish(caller, run, RunStatus.FINISHED);
  }

  /// The version that was decided of, and the one that was in production.
  private List<Asset> versions(Caller caller, Decision decision) {
    return Stream.concat(Stream.of(decision.version()), decision.previous().stream().boxed())
        .flatMap(number -> registry.find(caller, decision.model(), number).stream())
        .map(ModelVersion::asset)
        .toList();
  }

  /// The judgement that gave this very reason.
  private List<Asset> evaluations(Caller caller, Decision decision) {
    return registry.evaluations(caller, decision.model(), decision.version()).stream()
        .filter(recorded -> recorded.evaluation().reason().equals(decision.reason()))
        .map(recorded -> recorded.asset(decision.model(), decision.version()))
        .filter(
            asset -> ledger.asset(caller, asset.kind(), asset.name(), asset.version()).isPresent())
        .toList();
  }

  private List<Asset> alerts(Caller caller, Decision decision) {
    return ledger.assets(caller, Asset.Kind.ALERT, ALERTS).stream()
        .filter(alert -> alert.facts().path("sentence").asString("").equals(decision.reason()))
        .map(AssetRecord::asset)
        .toList();
  }
}
