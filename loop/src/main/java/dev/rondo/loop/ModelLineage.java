package dev.rondo.loop;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.Runs;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.VersionLineage;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Keeps the lineage of models that clients register, rename and delete in the ledger. What a
/// pipeline of ours registers is recorded by its own step. Thread-safe.
final class ModelLineage implements VersionLineage {
  private final Ledger ledger;
  private final InstantSource clock;

  ModelLineage(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /// Whoever may register models is not asked whether runs may be written as well.
  private static Caller platform(Caller caller) {
    return Caller.platform("lineage", caller.project());
  }

  @Override
  public boolean isTold(Transaction tx, Caller caller, String run) {
    return RunId.find(run).map(id -> Runs.isWritable(tx, caller, id)).orElse(true);
  }

  /// The run that a client names as the maker has written the version, when it is known here.
  @Override
  public void registered(Transaction tx, Caller caller, ModelVersion version) {
    if (version.source().isOurs()) {
      return;
    }
    Map<String, Object> facts = Map.of("source", version.source().source());
    version
        .run()
        .flatMap(RunId::find)
        .ifPresent(run -> ledger.recordOutput(tx, caller, run, version.asset(), facts));
  }

  @Override
  public void renamed(Transaction tx, Caller caller, String model, String newName) {
    ledger.renameAssets(tx, platform(caller), Asset.Kind.MODEL_VERSION, model, newName);
  }

  @Override
  public void deleted(Transaction tx, Caller caller, String model, int version) {
    String number = Integer.toString(version);
    remove(tx, caller, model, Optional.of(number), "Version " + number);
  }

  @Override
  public void deleted(Transaction tx, Caller caller, String model, long key) {
    remove(tx, caller, model, Optional.empty(), "Every version");
    renamed(tx, caller, model, "%s (deleted %d)".formatted(model, key));
  }

  /// What versions that are no more consisted of need not stay for their sake.
  private void remove(
      Transaction tx, Caller caller, String model, Optional<String> version, String what) {
    String reason =
        "%s of '%s' was deleted from the registry at %s.".formatted(what, model, clock.instant());
    ledger.removeAssets(tx, platform(caller), Asset.Kind.MODEL_VERSION, model, version, reason);
  }
}
