package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// How versions move from one status to another, and aliases from one version to another: each move
/// is kept with who, when and why, and told where others depend on it. Stateless.
final class Moves {
  private final Events events;
  private final InstantSource clock;

  Moves(Events events, InstantSource clock) {
    this.events = events;
    this.clock = clock;
  }

  static Optional<ModelVersion> holder(Transaction tx, Caller caller, String model, String alias) {
    OptionalInt version =
        ModelTable.key(tx, caller, model)
            .map(key -> AliasTable.version(tx, key, alias))
            .orElse(OptionalInt.empty());
    return version.isPresent()
        ? VersionTable.find(tx, caller, model, version.getAsInt())
        : Optional.empty();
  }

  void status(
      Transaction tx, Caller caller, ModelVersion version, VersionStatus status, String reason) {
    long key = Catalog.key(tx, caller, version.model());
    StageChange change =
        new StageChange(
            version.model(),
            version.version(),
            status,
            version.status(),
            reason,
            caller.user(),
            clock.instant());
    VersionTable.setStatus(tx, caller, key, change);
    ModelTable.touch(tx, key, change.at());
  }

  /// @param version empty to take the alias away
  void alias(
      Transaction tx,
      Caller caller,
      String model,
      String alias,
      OptionalInt version,
      String reason) {
    long key = Catalog.key(tx, caller, model);
    OptionalInt previous = AliasTable.version(tx, key, alias);
    AliasTable.move(
        tx,
        caller,
        key,
        new AliasChange(model, alias, version, previous, reason, caller.user(), clock.instant()));
  }

  /// Makes a version the champion, and retires the one before.
  void crown(Transaction tx, Caller caller, ModelVersion chosen, String reason) {
    holder(tx, caller, chosen.model(), Registry.PRODUCTION)
        .filter(old -> old.version() != chosen.version())
        .ifPresent(old -> retire(tx, caller, old, chosen));
    status(tx, caller, chosen, VersionStatus.PRODUCTION, reason);
    alias(
        tx, caller, chosen.model(), Registry.PRODUCTION, OptionalInt.of(chosen.version()), reason);
  }

  void retire(Transaction tx, Caller caller, ModelVersion old, ModelVersion chosen) {
    status(tx, caller, old, VersionStatus.RETIRED, "Version " + chosen.version() + " came.");
  }

  void publish(
      Transaction tx,
      Caller caller,
      String type,
      ModelVersion version,
      String reason,
      Map<String, ?> more) {
    Map<String, Object> data = new HashMap<>(more);
    data.put("model", version.model());
    data.put("version", version.version());
    data.put("reason", reason);
    data.put("user", caller.user());
    if (ModelTable.isPrompt(tx, caller, version.model())) {
      data.put("prompt", true);
    }
    events.publish(tx, caller, type, version.model(), data);
  }
}
