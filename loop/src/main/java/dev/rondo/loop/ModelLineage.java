package dev.rondo.loop;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registry;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Keeps the lineage of models that clients register, rename and delete. What a pipeline of ours
/// registers is recorded by its own step.
final class ModelLineage {
  private final Ledger ledger;
  private final Registry registry;

  ModelLineage(Ledger ledger, Registry registry) {
    this.ledger = ledger;
    this.registry = registry;
  }

  void listen(Events events) {
    events.subscribe(
        "loop-model-lineage",
        Set.of("model.registered", "model.renamed", "model.deleted", "model.version-deleted"),
        this::record);
  }

  private void record(Event event) {
    Caller caller = Caller.platform("lineage", event.project());
    switch (event.type()) {
      case "model.renamed" ->
          ledger.renameAssets(
              caller,
              Asset.Kind.MODEL_VERSION,
              event.data().path("from").asString(),
              event.subject());
      case "model.deleted" -> {
        deleted(caller, event, Optional.empty());
        ledger.renameAssets(
            caller,
            Asset.Kind.MODEL_VERSION,
            event.subject(),
            "%s (deleted %s)".formatted(event.subject(), event.data().path("key").asString()));
      }
      case "model.version-deleted" ->
          deleted(caller, event, Optional.of(event.data().path("version").asString()));
      default ->
          registry
              .find(caller, event.subject(), event.data().path("version").asInt())
              .filter(version -> !version.source().isOurs())
              .ifPresent(version -> made(caller, version));
    }
  }

  /// What versions that are no more consisted of need not stay for their sake.
  ///
  /// @param version empty for every version
  private void deleted(Caller caller, Event event, Optional<String> version) {
    String reason =
        "%s of '%s' was deleted from the registry at %s."
            .formatted(
                version.map(number -> "Version " + number).orElse("Every version"),
                event.subject(),
                event.at());
    ledger.removeAssets(caller, Asset.Kind.MODEL_VERSION, event.subject(), version, reason);
  }

  /// The run that a client names as the maker has written the version, when it is known here.
  private void made(Caller caller, ModelVersion version) {
    Optional<RunId> run =
        version
            .run()
            .filter(id -> id.matches("[0-9a-f]{32}"))
            .map(RunId::new)
            .flatMap(id -> ledger.find(caller, id))
            .map(Run::id);
    run.ifPresent(id ->
        ledger.recordOutput(
            caller, id, version.asset(), Map.of("source", version.source().source())));
  }
}
