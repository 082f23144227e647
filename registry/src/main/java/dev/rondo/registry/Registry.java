package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.blob.BlobOwner;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// The model registry: versions of models, the evaluations that judged them, and the aliases that
/// say which one is used for what. The version with the alias [#PRODUCTION] is the champion. Every
/// decision keeps its reason and is published in the transaction that makes it true. Thread-safe.
public final class Registry implements BlobOwner {
  /// The alias of the version that is deployed.
  public static final String PRODUCTION = "production";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern RUN = Pattern.compile("[0-9a-f]{32}");
  private static final int PAGE_LIMIT = 1_000;
  private static final int REASON_LIMIT = 2_000;

  private final Database database;
  private final Events events;
  private final IdSource ids;
  private final InstantSource clock;

  /// @param clock system time
  public Registry(Database database, Events events, IdSource ids, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.ids = ids;
    this.clock = clock;
    database.migrate("registry", List.of(RegistryTables.SCHEMA_1));
  }

  /// Registers what a run has made as the model's next version, and publishes `model.registered`.
  /// Registering the same content again for the same run finds the version that is already there.
  ///
  /// @throws Problem `conflict` when the run has already registered other content
  public ModelVersion register(Caller caller, Registration registration) {
    caller.require(Permission.REGISTER_MODELS);
    requireName("model", registration.model());
    if (!RUN.matcher(registration.run()).matches()) {
      throw Problem.invalid("'%s' is not a run id: 32 hex digits are needed.", registration.run());
    }
    return database.write(tx ->
        RegistryTables.ofRun(tx, caller, registration.model(), registration.run())
            .map(known -> requireSame(known, registration))
            .orElseGet(() -> insert(tx, caller, registration)));
  }

  private ModelVersion insert(Transaction tx, Caller caller, Registration registration) {
    String model = registration.model();
    RegistryTables.insertModel(tx, caller, model, clock.instant());
    int number = RegistryTables.insertVersion(tx, caller, registration, clock.instant());
    ModelVersion version = existing(tx, caller, model, number);
    events.publish(
        tx,
        caller,
        "model.registered",
        model,
        Map.of(
            "model",
            model,
            "version",
            number,
            "run",
            registration.run(),
            "digest",
            version.digest().value()));
    return version;
  }

  private static ModelVersion requireSame(ModelVersion known, Registration registration) {
    if (known.digest().equals(registration.content().digest())) {
      return known;
    }
    throw Problem.conflict(
        "Run '%s' has already registered '%s' version %d with other content; a new version needs a"
            + " new run.",
        known.run(), known.model(), known.version());
  }

  /// Records a judgement of a version; one on the same dataset replaces the earlier one.
  public RecordedEvaluation evaluate(
      Caller caller, String model, int version, Evaluation evaluation) {
    caller.require(Permission.REGISTER_MODELS);
    requireReason(evaluation.reason());
    RecordedEvaluation recorded =
        new RecordedEvaluation(ids.next(), evaluation, caller.user(), clock.instant());
    return database.write(tx -> {
      RegistryTables.putEvaluation(tx, caller, existing(tx, caller, model, version), recorded);
      return recorded;
    });
  }

  /// The judgements of a version, oldest first.
  public List<RecordedEvaluation> evaluations(Caller caller, String model, int version) {
    caller.require(Permission.READ);
    return database.read(tx -> RegistryTables.evaluations(tx, caller, model, version));
  }

  /// Makes a version the champion, retires the one before, and publishes `model.promoted`. When it
  /// is the champion already, nothing happens.
  public ModelVersion promote(Caller caller, String model, int version, String reason) {
    caller.require(Permission.PROMOTE_MODELS);
    requireReason(reason);
    return database.write(tx -> {
      ModelVersion chosen = existing(tx, caller, model, version);
      if (chosen.aliases().contains(PRODUCTION)) {
        return chosen;
      }
      OptionalInt previous = RegistryTables.alias(tx, caller, model, PRODUCTION);
      crown(tx, caller, chosen, reason);
      publish(tx, caller, "model.promoted", chosen, previous, reason);
      return existing(tx, caller, model, version);
    });
  }

  /// Withdraws the champion, which becomes rejected, gives the alias back to the version that held
  /// it before, and publishes `model.rolled-back` with that version and, as `previous`, the
  /// withdrawn one.
  ///
  /// @throws Problem `conflict` when there is no champion, or none before it
  public ModelVersion rollBack(Caller caller, String model, String reason) {
    caller.require(Permission.PROMOTE_MODELS);
    requireReason(reason);
    return database.write(tx -> {
      ModelVersion withdrawn =
          holder(tx, caller, model, PRODUCTION)
              .orElseThrow(() -> Problem.conflict("The model '%s' has no champion.", model));
      ModelVersion back = existing(tx, caller, model, predecessor(tx, caller, withdrawn));
      crown(tx, caller, back, reason);
      RegistryTables.setStatus(tx, caller, withdrawn, VersionStatus.REJECTED, reason);
      publish(tx, caller, "model.rolled-back", back, OptionalInt.of(withdrawn.version()), reason);
      return existing(tx, caller, model, back.version());
    });
  }

  /// The newest earlier champion that has not been rejected since.
  private static int predecessor(Transaction tx, Caller caller, ModelVersion champion) {
    return RegistryTables.aliasChanges(tx, caller, champion.model(), PAGE_LIMIT).stream()
        .filter(change -> change.alias().equals(PRODUCTION) && change.previous().isPresent())
        .mapToInt(change -> change.previous().getAsInt())
        .filter(version -> version != champion.version())
        .filter(version ->
            RegistryTables.version(tx, caller, champion.model(), version)
                .map(known -> known.status() == VersionStatus.RETIRED)
                .orElse(false))
        .findFirst()
        .orElseThrow(() ->
            Problem.conflict(
                "Version %d of '%s' has no predecessor to go back to; promote another version"
                    + " instead.",
                champion.version(), champion.model()));
  }

  private void crown(Transaction tx, Caller caller, ModelVersion chosen, String reason) {
    holder(tx, caller, chosen.model(), PRODUCTION)
        .ifPresent(old ->
            RegistryTables.setStatus(
                tx, caller, old, VersionStatus.RETIRED, "Version " + chosen.version() + " came."));
    RegistryTables.setStatus(tx, caller, chosen, VersionStatus.PRODUCTION, reason);
    move(tx, caller, chosen.model(), PRODUCTION, OptionalInt.of(chosen.version()), reason);
  }

  /// Records that a version was judged not good enough, and publishes `model.rejected`. When it is
  /// rejected already, nothing happens.
  ///
  /// @throws Problem `conflict` for the champion, which is rolled back instead
  public ModelVersion reject(Caller caller, String model, int version, String reason) {
    caller.require(Permission.REGISTER_MODELS);
    requireReason(reason);
    return database.write(tx -> {
      ModelVersion judged = existing(tx, caller, model, version);
      if (judged.status() == VersionStatus.REJECTED) {
        return judged;
      }
      if (judged.status() == VersionStatus.PRODUCTION) {
        throw Problem.conflict(
            "Version %d of '%s' is in production: roll it back, or promote another.",
            version, model);
      }
      RegistryTables.setStatus(tx, caller, judged, VersionStatus.REJECTED, reason);
      publish(tx, caller, "model.rejected", judged, OptionalInt.empty(), reason);
      return existing(tx, caller, model, version);
    });
  }

  /// Points an alias at a version, and publishes `model.alias-moved`. The alias [#PRODUCTION] is
  /// given by [#promote] alone, with its rights and consequences.
  public ModelVersion setAlias(
      Caller caller, String model, String alias, int version, String reason) {
    if (alias.equals(PRODUCTION)) {
      return promote(caller, model, version, reason);
    }
    caller.require(Permission.REGISTER_MODELS);
    requireName("alias", alias);
    return database.write(tx -> {
      ModelVersion chosen = existing(tx, caller, model, version);
      if (!chosen.aliases().contains(alias)) {
        move(tx, caller, model, alias, OptionalInt.of(version), reason);
        publishAlias(tx, caller, "model.alias-moved", alias, chosen, reason);
      }
      return existing(tx, caller, model, version);
    });
  }

  /// Takes an alias away, and publishes `model.alias-removed` with the version that had it; when
  /// none has it, nothing happens.
  ///
  /// @throws Problem `conflict` for [#PRODUCTION], which can only move
  public void removeAlias(Caller caller, String model, String alias, String reason) {
    caller.require(Permission.REGISTER_MODELS);
    if (alias.equals(PRODUCTION)) {
      throw Problem.conflict(
          "The alias 'production' of '%s' cannot be removed: promote another version.", model);
    }
    database.write(tx -> {
      Optional<ModelVersion> holder = holder(tx, caller, model, alias);
      holder.ifPresent(before -> {
        move(tx, caller, model, alias, OptionalInt.empty(), reason);
        publishAlias(tx, caller, "model.alias-removed", alias, before, reason);
      });
      return holder;
    });
  }

  /// The moves of a model's aliases, newest first.
  public List<AliasChange> aliasHistory(Caller caller, String model, int limit) {
    caller.require(Permission.READ);
    return database.read(
        tx -> RegistryTables.aliasChanges(tx, caller, model, Math.min(limit, PAGE_LIMIT)));
  }

  /// The models of the project by name.
  ///
  /// @param after the last name of the page before; empty for the first page
  public List<Model> models(Caller caller, String after, int limit) {
    caller.require(Permission.READ);
    return database.read(
        tx -> RegistryTables.models(tx, caller, after, Math.min(limit, PAGE_LIMIT)));
  }

  public Optional<Model> findModel(Caller caller, String model) {
    caller.require(Permission.READ);
    return database.read(tx -> RegistryTables.model(tx, caller, model));
  }

  /// The versions of a model, newest first.
  ///
  /// @param before the last version of the page before; `Integer.MAX_VALUE` for the first page
  public List<ModelVersion> versions(Caller caller, String model, int before, int limit) {
    caller.require(Permission.READ);
    return database.read(
        tx -> RegistryTables.versions(tx, caller, model, before, Math.min(limit, PAGE_LIMIT)));
  }

  public Optional<ModelVersion> find(Caller caller, String model, int version) {
    caller.require(Permission.READ);
    return database.read(tx -> RegistryTables.version(tx, caller, model, version));
  }

  /// The version that an alias points at.
  public Optional<ModelVersion> findByAlias(Caller caller, String model, String alias) {
    caller.require(Permission.READ);
    return database.read(tx -> holder(tx, caller, model, alias));
  }

  /// The version with the alias [#PRODUCTION].
  public Optional<ModelVersion> champion(Caller caller, String model) {
    return findByAlias(caller, model, PRODUCTION);
  }

  /// What a run has registered, by model.
  public List<ModelVersion> versionsOfRun(Caller caller, String run) {
    caller.require(Permission.READ);
    return database.read(tx -> RegistryTables.ofRun(tx, caller, run));
  }

  /// @throws Problem `not-found`
  public ModelVersion load(Caller caller, String model, int version) {
    caller.require(Permission.READ);
    return database.read(tx -> existing(tx, caller, model, version));
  }

  private static Optional<ModelVersion> holder(
      Transaction tx, Caller caller, String model, String alias) {
    OptionalInt version = RegistryTables.alias(tx, caller, model, alias);
    return version.isPresent()
        ? RegistryTables.version(tx, caller, model, version.getAsInt())
        : Optional.empty();
  }

  private static ModelVersion existing(Transaction tx, Caller caller, String model, int version) {
    return RegistryTables.version(tx, caller, model, version)
        .orElseThrow(() ->
            Problem.notFound(
                "The model '%s' has no version %d in project '%s'.",
                model, version, caller.project()));
  }

  private void move(
      Transaction tx,
      Caller caller,
      String model,
      String alias,
      OptionalInt version,
      String reason) {
    OptionalInt previous = RegistryTables.alias(tx, caller, model, alias);
    RegistryTables.moveAlias(
        tx,
        caller,
        new AliasChange(model, alias, version, previous, reason, caller.user(), clock.instant()));
  }

  private void publish(
      Transaction tx,
      Caller caller,
      String type,
      ModelVersion version,
      OptionalInt previous,
      String reason) {
    Map<String, Object> data = facts(caller, version, reason);
    previous.ifPresent(number -> data.put("previous", number));
    events.publish(tx, caller, type, version.model(), data);
  }

  private void publishAlias(
      Transaction tx,
      Caller caller,
      String type,
      String alias,
      ModelVersion version,
      String reason) {
    Map<String, Object> data = facts(caller, version, reason);
    data.put("alias", alias);
    events.publish(tx, caller, type, version.model(), data);
  }

  private static Map<String, Object> facts(Caller caller, ModelVersion version, String reason) {
    Map<String, Object> facts = new HashMap<>();
    facts.put("model", version.model());
    facts.put("version", version.version());
    facts.put("reason", reason);
    facts.put("user", caller.user());
    return facts;
  }

  private static void requireName(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw Problem.of(
          ProblemCode.INVALID_REQUEST,
          "'%s' is not a name for a%s: letters, digits, dots, dashes and underscores, starting with"
              + " a letter or digit, 128 at the most.",
          name,
          what.startsWith("a") ? "n " + what : " " + what);
    }
  }

  private static void requireReason(String reason) {
    if (reason.isBlank()) {
      throw Problem.invalid("A decision on a model needs its reason.");
    }
    if (reason.length() > REASON_LIMIT) {
      throw Problem.invalid(
          "The reason has %d characters; %d are the most.", reason.length(), REASON_LIMIT);
    }
  }

  /// What the versions of all models consist of.
  @Override
  public Set<Digest> blobs(char prefix) {
    return database.read(tx -> {
      Set<Digest> blobs = BlobOwner.find(tx, RegistryTables.DIGESTS, prefix);
      blobs.addAll(BlobOwner.find(tx, RegistryTables.CONTENTS, prefix));
      return blobs;
    });
  }
}
