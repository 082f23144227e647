package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.Thing.Kind;
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
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// The model registry: versions of models, the evaluations that judged them, and the aliases that
/// say which one is used for what. The version with the alias [#PRODUCTION] is the champion. Every
/// decision keeps its reason and is published in the transaction that makes it true. Thread-safe.
public final class Registry implements BlobOwner {
  /// The alias of the version that is deployed.
  public static final String PRODUCTION = "production";

  private static final Pattern RUN = Pattern.compile("[0-9a-f]{32}");
  private static final int PAGE_LIMIT = 1_000;

  private final Database database;
  private final Events events;
  private final IdSource ids;
  private final InstantSource clock;
  private final Catalog catalog;
  private final Admissions admissions;
  private final RegistryImport imports;
  private final Moves moves;
  private final Papers papers;

  /// @param clock system time
  /// @param served which models have endpoints
  public Registry(
      Database database, Events events, IdSource ids, InstantSource clock, ServedModels served) {
    this.database = database;
    this.events = events;
    this.ids = ids;
    this.clock = clock;
    database.migrate("registry", RegistrySchema.SCRIPTS);
    this.moves = new Moves(events, clock);
    this.catalog = new Catalog(database, events, clock, served);
    this.admissions = new Admissions(database, catalog, clock);
    this.papers = new Papers(database, events, clock);
    this.imports = new RegistryImport(database);
  }

  /// Says who keeps the lineage of versions, before the first is made.
  public void follow(VersionLineage lineage) {
    catalog.follow(lineage);
  }

  /// What people say of versions, and whether they approve of them.
  public Papers papers() {
    return papers;
  }

  /// The entries, and what people say of them.
  public Catalog catalog() {
    return catalog;
  }

  /// The versions whose files are still looked at.
  public Admissions admissions() {
    return admissions;
  }

  /// What takes in the models of another registry.
  public RegistryImport imports() {
    return imports;
  }

  /// Registers what a run of ours has made as the model's next version, and publishes
  /// `model.registered`; a model that is new is made. Registering the same content again for the
  /// same run finds the version that is already there.
  ///
  /// @throws Problem `conflict` when the run has already registered other content
  public ModelVersion register(Caller caller, Registration registration) {
    caller.require(Permission.REGISTER_MODELS, Kind.REGISTERED_MODEL);
    Rules.modelName(registration.model());
    if (!RUN.matcher(registration.run()).matches()) {
      throw Problem.invalid("'%s' is not a run id: 32 hex digits are needed.", registration.run());
    }
    return database.write(tx ->
        VersionTable.ofRun(tx, caller, registration.model(), registration.run())
            .map(known -> requireSame(tx, caller, known, registration))
            .orElseGet(() -> insert(tx, caller, registration)));
  }

  private ModelVersion insert(Transaction tx, Caller caller, Registration registration) {
    String model = registration.model();
    long key =
        ModelTable.anyKey(tx, caller, model).isPresent()
            ? Catalog.key(tx, caller, Permission.REGISTER_MODELS, model)
            : insert(tx, caller, model);
    NewVersion made =
        new NewVersion(
            model,
            ModelSource.ofRun(registration.run()),
            registration.description(),
            Map.of(),
            Optional.empty());
    Optional<ModelContent> content = Optional.of(registration.content());
    ModelVersion version = catalog.insert(tx, caller, key, made, content, Readiness.READY);
    catalog.registered(tx, caller, version);
    return version;
  }

  private long insert(Transaction tx, Caller caller, String model) {
    caller.require(Permission.REGISTER_MODELS);
    return catalog.insert(tx, caller, model, "");
  }

  private static ModelVersion requireSame(
      Transaction tx, Caller caller, ModelVersion known, Registration registration) {
    Catalog.key(tx, caller, Permission.REGISTER_MODELS, known.model());
    if (known.digest().equals(registration.content().digest())) {
      return known;
    }
    throw Problem.conflict(
        "Run '%s' has already registered '%s' version %d with other content; a new version needs a"
            + " new run.",
        registration.run(), known.model(), known.version());
  }

  /// Records a judgement of a version; one on the same dataset replaces the earlier one.
  public RecordedEvaluation evaluate(
      Caller caller, String model, int version, Evaluation evaluation) {
    return evaluate(caller, model, version, evaluation, Optional.empty());
  }

  /// [#evaluate] with all that was measured.
  ///
  /// @param report the digest of a blob; see [RecordedEvaluation#report]
  public RecordedEvaluation evaluate(
      Caller caller, String model, int version, Evaluation evaluation, Digest report) {
    return evaluate(caller, model, version, evaluation, Optional.of(report));
  }

  private RecordedEvaluation evaluate(
      Caller caller, String model, int version, Evaluation evaluation, Optional<Digest> report) {
    caller.require(Permission.REGISTER_MODELS, Kind.REGISTERED_MODEL);
    Rules.reason(evaluation.reason());
    RecordedEvaluation recorded =
        new RecordedEvaluation(ids.next(), evaluation, caller.user(), clock.instant(), report);
    return database.write(tx -> {
      Catalog.version(tx, caller, Permission.REGISTER_MODELS, model, version);
      EvaluationTable.put(tx, caller, Catalog.key(tx, caller, model), version, recorded);
      return recorded;
    });
  }

  /// The judgements of a version, oldest first.
  public List<RecordedEvaluation> evaluations(Caller caller, String model, int version) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(tx -> EvaluationTable.list(tx, caller, model, version));
  }

  /// Makes a version the champion, retires the one before, and publishes `model.promoted`. When it
  /// is the champion already, nothing happens.
  ///
  /// @throws Problem `precondition-failed` when the model is served, but nothing of this version
  ///   can be; or when its scan found something dangerous
  public ModelVersion promote(Caller caller, String model, int version, String reason) {
    return database.write(tx -> promote(tx, caller, model, version, reason, Danger::refuse));
  }

  /// [#promote], also when the scan of the version found something dangerous.
  ///
  /// @param reason why that is safe
  public ModelVersion promoteDespiteScan(Caller caller, String model, int version, String reason) {
    return database.write(tx -> promote(tx, caller, model, version, reason, Danger::requireSeen));
  }

  private ModelVersion promote(
      Transaction tx,
      Caller caller,
      String model,
      int version,
      String reason,
      Consumer<ModelVersion> gate) {
    caller.require(Permission.PROMOTE_MODELS);
    Rules.reason(reason);
    ModelVersion chosen = Catalog.version(tx, caller, Permission.REGISTER_MODELS, model, version);
    if (catalog.isServed(tx, caller, model)) {
      chosen.content();
    }
    gate.accept(chosen);
    Papers.requireApproved(tx, caller, chosen);
    return crown(tx, caller, chosen, reason);
  }

  private ModelVersion crown(Transaction tx, Caller caller, ModelVersion chosen, String reason) {
    if (isChampion(chosen) && chosen.status() == VersionStatus.PRODUCTION) {
      return chosen;
    }
    Map<String, Object> facts = new HashMap<>();
    Moves.holder(tx, caller, chosen.model(), PRODUCTION)
        .filter(old -> old.version() != chosen.version())
        .ifPresent(old -> facts.put("previous", old.version()));
    moves.crown(tx, caller, chosen, reason);
    moves.publish(tx, caller, "model.promoted", chosen, reason, facts);
    return Catalog.version(tx, caller, chosen.model(), chosen.version());
  }

  private static boolean isChampion(ModelVersion version) {
    return version.aliases().contains(PRODUCTION);
  }

  /// Withdraws the champion, which becomes rejected, gives the alias back to the version that held
  /// it before, and publishes `model.rolled-back` with that version and, as `previous`, the
  /// withdrawn one.
  ///
  /// @throws Problem `conflict` when there is no champion, or none before it
  public ModelVersion rollBack(Caller caller, String model, String reason) {
    caller.require(Permission.PROMOTE_MODELS);
    Rules.reason(reason);
    return database.write(tx -> {
      Catalog.requireReach(tx, caller, Permission.REGISTER_MODELS, model);
      ModelVersion withdrawn =
          Moves.holder(tx, caller, model, PRODUCTION)
              .orElseThrow(() -> Problem.conflict("The model '%s' has no champion.", model));
      int before = predecessor(tx, caller, withdrawn);
      ModelVersion back = Catalog.version(tx, caller, model, before);
      moves.crown(tx, caller, back, reason);
      ModelVersion retired = Catalog.version(tx, caller, model, withdrawn.version());
      moves.status(tx, caller, retired, VersionStatus.REJECTED, reason);
      moves.publish(
          tx, caller, "model.rolled-back", back, reason, Map.of("previous", withdrawn.version()));
      return Catalog.version(tx, caller, model, before);
    });
  }

  /// The newest earlier champion that has not been rejected since.
  private static int predecessor(Transaction tx, Caller caller, ModelVersion champion) {
    return AliasTable.changes(tx, caller, champion.model(), PAGE_LIMIT).stream()
        .filter(change -> change.alias().equals(PRODUCTION) && change.previous().isPresent())
        .mapToInt(change -> change.previous().getAsInt())
        .filter(version -> version != champion.version())
        .filter(version ->
            VersionTable.find(tx, caller, champion.model(), version)
                .map(known -> known.status() == VersionStatus.RETIRED)
                .orElse(false))
        .findFirst()
        .orElseThrow(() ->
            Problem.conflict(
                "Version %d of '%s' has no predecessor to go back to; promote another version"
                    + " instead.",
                champion.version(), champion.model()));
  }

  /// Records that a version was judged not good enough, and publishes `model.rejected`. When it is
  /// rejected already, nothing happens.
  ///
  /// @throws Problem `precondition-failed` for the champion, which is rolled back instead
  public ModelVersion reject(Caller caller, String model, int version, String reason) {
    caller.require(Permission.REGISTER_MODELS, Kind.REGISTERED_MODEL);
    Rules.reason(reason);
    return database.write(tx -> {
      ModelVersion judged = Catalog.version(tx, caller, Permission.REGISTER_MODELS, model, version);
      if (judged.status() == VersionStatus.REJECTED) {
        return judged;
      }
      if (judged.status() == VersionStatus.PRODUCTION) {
        throw stays(judged);
      }
      moves.status(tx, caller, judged, VersionStatus.REJECTED, reason);
      moves.publish(tx, caller, "model.rejected", judged, reason, Map.of());
      return Catalog.version(tx, caller, model, version);
    });
  }

  private static Problem stays(ModelVersion version) {
    return Problem.of(
        ProblemCode.PRECONDITION_FAILED,
        "Version %d of '%s' is in production: roll it back, or promote another.",
        version.version(),
        version.model());
  }

  /// Brings a version to a stage, and publishes `model.stage-moved`. Of a model with endpoints, the
  /// stage Production is given by [#promote] alone, with its rights and consequences, and its
  /// champion stays there; of any other, stages are notes, and several versions may be in one.
  ///
  /// @throws Problem `precondition-failed` for the champion of a model with endpoints, and on the
  ///   way to production for what a scan found dangerous
  public ModelVersion setStage(
      Caller caller, String model, int version, Stage stage, String reason) {
    return database.write(tx -> setStage(tx, caller, model, version, stage, reason));
  }

  /// [#setStage], and archives the other versions that are in the stage.
  ///
  /// @param stage staging or production
  public ModelVersion setStageAlone(
      Caller caller, String model, int version, Stage stage, String reason) {
    if (stage != Stage.STAGING && stage != Stage.PRODUCTION) {
      throw Problem.invalid(
          "The versions in stage '%s' cannot be archived on the way: the stage must be Staging or"
              + " Production.",
          stage.text());
    }
    return database.write(
        tx -> retireOthers(tx, caller, setStage(tx, caller, model, version, stage, reason)));
  }

  private ModelVersion retireOthers(Transaction tx, Caller caller, ModelVersion moved) {
    VersionTable.ofStatus(tx, caller, moved.model(), moved.status()).stream()
        .filter(other -> other.version() != moved.version())
        .forEach(other -> moves.retire(tx, caller, other, moved));
    return Catalog.version(tx, caller, moved.model(), moved.version());
  }

  private ModelVersion setStage(
      Transaction tx, Caller caller, String model, int version, Stage stage, String reason) {
    Catalog.requireReach(tx, caller, Permission.READ, model);
    boolean isServed = catalog.isServed(tx, caller, model);
    if (isServed && stage == Stage.PRODUCTION) {
      return promote(tx, caller, model, version, reason, Danger::refuse);
    }
    caller.require(Permission.REGISTER_MODELS, Kind.REGISTERED_MODEL);
    ModelVersion chosen = Catalog.version(tx, caller, Permission.REGISTER_MODELS, model, version);
    if (chosen.status().stage() == stage) {
      return chosen;
    }
    if (isServed && isChampion(chosen)) {
      throw stays(chosen);
    }
    if (stage == Stage.PRODUCTION) {
      Danger.refuse(chosen);
      Papers.requireApproved(tx, caller, chosen);
    }
    moves.status(tx, caller, chosen, VersionStatus.of(stage), reason);
    moves.publish(tx, caller, "model.stage-moved", chosen, reason, Map.of("stage", stage.text()));
    return Catalog.version(tx, caller, model, version);
  }

  /// The moves of a model's versions from one status to another, newest first.
  public List<StageChange> stageHistory(Caller caller, String model, int limit) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(
        tx -> VersionTable.changes(tx, caller, model, Math.min(limit, PAGE_LIMIT)));
  }

  /// Points an alias at a version, and publishes `model.alias-moved`. Of a model with endpoints,
  /// the alias [#PRODUCTION] is given by [#promote] alone, with its rights and consequences.
  ///
  /// @throws Problem `precondition-failed` for `production` and `champion` of what a scan found
  ///   dangerous
  public ModelVersion setAlias(
      Caller caller, String model, String alias, int version, String reason) {
    Rules.alias(alias);
    return database.write(tx -> {
      Catalog.requireReach(tx, caller, Permission.READ, model);
      if (alias.equals(PRODUCTION) && catalog.isServed(tx, caller, model)) {
        return promote(tx, caller, model, version, reason, Danger::refuse);
      }
      caller.require(Permission.REGISTER_MODELS, Kind.REGISTERED_MODEL);
      ModelVersion chosen = Catalog.version(tx, caller, Permission.REGISTER_MODELS, model, version);
      if (!chosen.aliases().contains(alias)) {
        Danger.refuse(chosen, alias);
        if (alias.equals(PRODUCTION)) {
          Papers.requireApproved(tx, caller, chosen);
        }
        moves.alias(tx, caller, model, alias, OptionalInt.of(version), reason);
        moves.publish(tx, caller, "model.alias-moved", chosen, reason, Map.of("alias", alias));
      }
      return Catalog.version(tx, caller, model, version);
    });
  }

  /// Takes an alias away, and publishes `model.alias-removed` with the version that had it; when
  /// none has it, nothing happens.
  ///
  /// @throws Problem `precondition-failed` for [#PRODUCTION] of a model with endpoints, which can
  ///   only move
  public void removeAlias(Caller caller, String model, String alias, String reason) {
    caller.require(Permission.REGISTER_MODELS, Kind.REGISTERED_MODEL);
    database.write(tx -> {
      Catalog.requireReach(tx, caller, Permission.REGISTER_MODELS, model);
      if (alias.equals(PRODUCTION) && catalog.isServed(tx, caller, model)) {
        throw Problem.of(
            ProblemCode.PRECONDITION_FAILED,
            "The alias 'production' of '%s' cannot be removed: promote another version.",
            model);
      }
      Optional<ModelVersion> holder = Moves.holder(tx, caller, model, alias);
      holder.ifPresent(before -> {
        moves.alias(tx, caller, model, alias, OptionalInt.empty(), reason);
        moves.publish(tx, caller, "model.alias-removed", before, reason, Map.of("alias", alias));
      });
      return holder;
    });
  }

  /// The moves of a model's aliases, newest first.
  public List<AliasChange> aliasHistory(Caller caller, String model, int limit) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(tx -> AliasTable.changes(tx, caller, model, Math.min(limit, PAGE_LIMIT)));
  }

  /// The models of the project by name, without prompts.
  ///
  /// @param after the last name of the page before; empty for the first page
  public List<Model> models(Caller caller, String after, int limit) {
    return list(caller, false, after, limit);
  }

  /// The prompts of clients, which are kept as models, by name.
  ///
  /// @param after the last name of the page before; empty for the first page
  public List<Model> prompts(Caller caller, String after, int limit) {
    return list(caller, true, after, limit);
  }

  private List<Model> list(Caller caller, boolean prompts, String after, int limit) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(
        tx -> ModelTable.list(tx, caller, prompts, after, Math.min(limit, PAGE_LIMIT)));
  }

  public Optional<Model> findModel(Caller caller, String model) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(tx -> ModelTable.find(tx, caller, model));
  }

  /// The versions of a model, newest first.
  ///
  /// @param before the last version of the page before; `Integer.MAX_VALUE` for the first page
  public List<ModelVersion> versions(Caller caller, String model, int before, int limit) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(
        tx -> VersionTable.list(tx, caller, model, before, Math.min(limit, PAGE_LIMIT)));
  }

  public Optional<ModelVersion> find(Caller caller, String model, int version) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(tx -> VersionTable.find(tx, caller, model, version));
  }

  /// The version that an alias points at.
  public Optional<ModelVersion> findByAlias(Caller caller, String model, String alias) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(tx -> Moves.holder(tx, caller, model, alias));
  }

  /// The version with the alias [#PRODUCTION].
  public Optional<ModelVersion> champion(Caller caller, String model) {
    return findByAlias(caller, model, PRODUCTION);
  }

  /// What logged models were registered as, by model and number.
  public List<ModelVersion> versionsOfLogged(Caller caller, List<String> loggedModels) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(tx -> VersionTable.ofLogged(tx, caller, loggedModels));
  }

  /// What a run has registered, by model; not what somebody says of it who may not write to it.
  public List<ModelVersion> versionsOfRun(Caller caller, String run) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(tx -> VersionTable.ofRun(tx, caller, run));
  }

  /// @throws Problem `not-found`
  public ModelVersion load(Caller caller, String model, int version) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(tx -> Catalog.version(tx, caller, model, version));
  }

  /// What the versions of all models consist of, and what was measured of them.
  @Override
  public Set<Digest> blobs(char prefix) {
    return database.read(tx -> {
      Set<Digest> blobs = BlobOwner.find(tx, VersionTable.CONTENTS, prefix);
      blobs.addAll(BlobOwner.find(tx, EvaluationTable.REPORTS, prefix));
      return blobs;
    });
  }
}
