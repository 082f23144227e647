package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.Thing.Kind;
import dev.rondo.kernel.database.Database;
import dev.rondo.registry.Readiness.State;
import dev.rondo.registry.scan.Scan;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Versions whose files are looked at while their clients wait: they have their number, and are
/// pending until they are admitted or refused. Thread-safe.
public final class Admissions {
  private final Database database;
  private final Catalog catalog;
  private final InstantSource clock;

  Admissions(Database database, Catalog catalog, InstantSource clock) {
    this.database = database;
    this.catalog = catalog;
    this.clock = clock;
  }

  /// A version of a project that is pending.
  public record Waiting(ProjectName project, String model, int version) {}

  /// Gives a version its number; nobody is told of it yet.
  ///
  /// @throws dev.rondo.kernel.Problem `not-found` when there is no such model
  public ModelVersion begin(Caller caller, NewVersion made) {
    caller.require(Permission.REGISTER_MODELS, Kind.REGISTERED_MODEL);
    return database.write(tx -> {
      long key = Catalog.key(tx, caller, Permission.REGISTER_MODELS, made.model());
      return catalog.insert(tx, caller, key, made, Optional.empty(), Readiness.PENDING);
    });
  }

  /// The version is ready, and `model.registered` is published. When it is gone or was decided
  /// before, nothing happens.
  ///
  /// @param scan what was seen of its files
  public void admit(Caller caller, String model, int version, Scan scan) {
    caller.require(Permission.REGISTER_MODELS, Kind.REGISTERED_MODEL);
    database.write(tx -> {
      if (VersionTable.decide(
          tx, caller, model, version, Readiness.READY, Optional.of(scan), clock.instant())) {
        catalog.registered(tx, caller, Catalog.version(tx, caller, model, version));
      }
      return true;
    });
  }

  /// The version stays, and its clients are told that it will not be ready.
  public void refuse(Caller caller, String model, int version, String reason) {
    caller.require(Permission.REGISTER_MODELS, Kind.REGISTERED_MODEL);
    Readiness failed = new Readiness(State.FAILED, reason);
    database.write(tx ->
        VersionTable.decide(tx, caller, model, version, failed, Optional.empty(), clock.instant()));
  }

  /// What is pending in all projects, the oldest first.
  public List<Waiting> waiting() {
    return database.read(VersionTable::waiting);
  }
}
