package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Takes in what another registry has, with the numbers, times, stages and aliases that it has
/// there. What was taken in before is brought up to date; a model of the same name that was made
/// here, or elsewhere, is refused. Nothing of it is told as an event. Thread-safe.
public final class RegistryImport {
  private static final String REASON = "So it was where it was imported from.";

  private final Database database;

  RegistryImport(Database database) {
    this.database = database;
  }

  /// Takes in a model with its versions, all or nothing.
  ///
  /// @return the versions that are not deleted
  /// @throws Problem `conflict` when another model has the name
  public List<ModelVersion> bring(
      Caller caller, ImportedModel asked, List<ImportedVersion> versions) {
    caller.require(Permission.ADMINISTER);
    return database.write(tx -> {
      long key = key(tx, caller, asked);
      ModelTable.describe(tx, key, asked.description());
      asked.tags().forEach((tag, value) -> TagTable.put(tx, caller, key, 0, tag, value));
      versions.forEach(one -> bring(tx, caller, key, one));
      asked.aliases().forEach((alias, version) -> point(tx, caller, key, asked, alias, version));
      ModelTable.touch(tx, key, asked.updated());
      return versions.stream()
          .filter(one -> !one.isDeleted())
          .map(one -> Catalog.version(tx, caller, asked.name(), one.version()))
          .toList();
    });
  }

  private static long key(Transaction tx, Caller caller, ImportedModel asked) {
    Optional<Model> known = ModelTable.find(tx, caller, asked.name());
    if (known.isEmpty()) {
      return ModelTable.insert(tx, caller, asked.name(), asked.description(), asked.created());
    }
    requireSame("model '" + asked.name() + "'", known.get().created(), asked.created());
    return Catalog.key(tx, caller, asked.name());
  }

  private static void requireSame(String what, Instant here, Instant there) {
    if (!here.equals(there)) {
      throw Problem.conflict(
          "A %s is here already; it was registered at %s, not at %s, so it is another one.",
          what, here, there);
    }
  }

  private static void bring(Transaction tx, Caller caller, long model, ImportedVersion asked) {
    String name = asked.made().model();
    if (VersionTable.isKnown(tx, model, asked.version())) {
      VersionTable.find(tx, caller, name, asked.version())
          .ifPresent(known ->
              requireSame(
                  "version " + asked.version() + " of '" + name + "'",
                  known.created(),
                  asked.created()));
    } else {
      VersionTable.insert(tx, caller, model, asked);
    }
    if (asked.isDeleted()) {
      VersionTable.delete(tx, model, asked.version(), asked.updated());
    } else {
      VersionTable.find(tx, caller, name, asked.version())
          .ifPresent(known -> update(tx, caller, model, known, asked));
    }
  }

  private static void update(
      Transaction tx, Caller caller, long model, ModelVersion known, ImportedVersion asked) {
    int version = asked.version();
    Map<String, String> tags = asked.made().tags();
    VersionTable.bring(tx, model, asked);
    tags.forEach((tag, value) -> TagTable.put(tx, caller, model, version, tag, value));
    if (known.status().stage() != asked.stage()) {
      VersionStatus status = VersionStatus.of(asked.stage());
      StageChange change =
          new StageChange(
              known.model(),
              version,
              status,
              known.status(),
              REASON,
              caller.user(),
              asked.updated());
      VersionTable.setStatus(tx, caller, model, change);
    }
    VersionTable.touch(tx, model, version, asked.updated());
  }

  private static void point(
      Transaction tx, Caller caller, long key, ImportedModel model, String alias, int version) {
    OptionalInt before = AliasTable.version(tx, key, alias);
    Catalog.version(tx, caller, model.name(), version);
    if (before.isEmpty() || before.getAsInt() != version) {
      AliasChange change =
          new AliasChange(
              model.name(),
              alias,
              OptionalInt.of(version),
              before,
              REASON,
              caller.user(),
              model.updated());
      AliasTable.move(tx, caller, key, change);
    }
  }
}
