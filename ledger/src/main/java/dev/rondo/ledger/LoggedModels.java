package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.search.Slice;
import dev.rondo.ledger.Edge.Role;
import dev.rondo.ledger.LoggedModel.Draft;
import dev.rondo.ledger.LoggedModel.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The models that clients log, each with its files, before one of them is registered. Thread-safe.
public final class LoggedModels {
  private static final Pattern UNFIT = Pattern.compile("[/:.%\"']");
  private static final int NAME_DIGITS = 8;

  private final Database database;
  private final Events events;
  private final IdSource ids;
  private final InstantSource clock;

  LoggedModels(Database database, Events events, IdSource ids, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.ids = ids;
    this.clock = clock;
  }

  /// Makes a model whose files are still to come, and publishes `model.logged`.
  ///
  /// @param draft its name may be empty, and is then made up
  /// @throws Problem `invalid-request` when the experiment is deleted or the name is unfit
  public LoggedModel create(
      Caller caller,
      ExperimentId experiment,
      Draft draft,
      List<Parameter> parameters,
      List<Tag> tags) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    LoggedModelId id = new LoggedModelId("m-" + ids.next());
    Draft named = named(draft, id);
    Limits.batch(parameters.size() + tags.size());
    return database.write(tx -> {
      Experiments.requireActive(tx, caller, experiment);
      LoggedModelTable.insert(tx, caller.project(), id, experiment, named, clock.instant());
      long key = key(tx, caller, Permission.WRITE_RUNS, id);
      named
          .sourceRun()
          .filter(run -> !Runs.isWritable(tx, caller, run))
          .ifPresent(_ -> LoggedModelTable.claim(tx, key));
      parameters.forEach(one -> ModelEntryTable.parameter(tx, caller.project(), key, one));
      tags.forEach(tag -> ModelEntryTable.tag(tx, caller.project(), key, tag));
      publish(tx, caller, "model.logged", id, named.name());
      return load(tx, caller, id);
    });
  }

  private static Draft named(Draft draft, LoggedModelId id) {
    if (draft.name().isEmpty()) {
      String digits = id.value().substring(id.value().length() - NAME_DIGITS);
      return new Draft("model-" + digits, draft.type(), draft.sourceRun());
    }
    if (UNFIT.matcher(draft.name()).find()) {
      throw Problem.invalid(
          "Invalid model name (%s): it must not contain any of / : . %% \" '.",
          Texts.brief(draft.name()));
    }
    Limits.modelName(draft.name());
    return draft;
  }

  /// Also a deleted one.
  public Optional<LoggedModel> find(Caller caller, LoggedModelId id) {
    Reachable.require(caller, Permission.READ);
    return database
        .read(tx -> LoggedModelTable.find(tx, caller.project(), id))
        .filter(model -> !Reachable.isHidden(caller, model.experiment()));
  }

  /// @throws Problem `not-found` when there is none, or it is deleted
  public LoggedModel load(Caller caller, LoggedModelId id) {
    return find(caller, id)
        .filter(model -> model.times().deleted().isEmpty())
        .orElseThrow(() -> missing(id));
  }

  private static LoggedModel load(Transaction tx, Caller caller, LoggedModelId id) {
    return LoggedModelTable.find(tx, caller.project(), id).orElseThrow(() -> missing(id));
  }

  private static Problem missing(LoggedModelId id) {
    return Problem.notFound("Logged model with ID '%s' not found.", id);
  }

  /// The key of a model with which the caller may do so.
  private static long key(Transaction tx, Caller caller, Permission permission, LoggedModelId id) {
    if (!Reachable.isWhole(caller, permission)) {
      ExperimentId experiment =
          LoggedModelTable.owner(tx, caller.project(), id.value())
              .orElseThrow(() -> missing(id))
              .experiment();
      Reachable.require(caller, permission, experiment, () -> missing(id));
    }
    return LoggedModelTable.key(tx, caller.project(), id).orElseThrow(() -> missing(id));
  }

  /// One page.
  public Slice<LoggedModel> search(Caller caller, LoggedModelSearch search) {
    Reachable.require(caller, Permission.READ);
    LoggedModelSearch seen = search.in(Reachable.among(caller, search.experiments()));
    return database.read(tx -> LoggedModelQuery.search(tx, caller.project(), seen));
  }

  /// Says how far its files have come. A model that is ready is an asset which its run has written,
  /// with a digest over its files.
  public LoggedModel finish(Caller caller, LoggedModelId id, Status status) {
    change(
        caller,
        id,
        (tx, key) -> {
          LoggedModelTable.status(tx, key, status);
          if (status == Status.READY) {
            recordAsset(tx, caller, load(tx, caller, id), clock.instant());
          }
        });
    return load(caller, id);
  }

  /// Makes a model an asset that its run wrote; nothing when the run is not here, or whoever named
  /// it might not write to it.
  static void recordAsset(Transaction tx, Caller caller, LoggedModel model, Instant now) {
    Draft draft = model.draft();
    Optional<Long> run = LoggedModelTable.maker(tx, caller.project(), model.id());
    boolean isKnown = asset(tx, caller, model).isPresent();
    if (run.isEmpty() || isKnown) {
      return;
    }
    List<Artifact> files = ArtifactTable.all(tx, caller.project(), ArtifactRoot.of(model.id()));
    AssetTable.record(
        tx,
        caller.project(),
        run.get(),
        Role.OUTPUT,
        new Asset(Asset.Kind.MODEL, draft.name(), model.id().value(), digest(files)),
        Map.of("files", files.size(), "type", draft.type()),
        now);
  }

  static Optional<AssetRecord> asset(Transaction tx, Caller caller, LoggedModel model) {
    return AssetTable.find(
        tx, caller.project(), Asset.Kind.MODEL, model.draft().name(), model.id().value());
  }

  /// Over the paths and contents of all files, in the order of the paths.
  private static Digest digest(List<Artifact> files) {
    return Digest.of(
        files.stream()
            .map(file -> file.digest() + " " + file.path())
            .collect(Collectors.joining("\n")));
  }

  /// Nothing is lost until a garbage collection removes what has been deleted for long.
  public void delete(Caller caller, LoggedModelId id) {
    change(
        caller,
        Permission.MANAGE,
        id,
        (tx, key) -> {
          LoggedModelTable.delete(tx, key, clock.instant());
          publish(tx, caller, "model.log-deleted", id, load(tx, caller, id).draft().name());
        });
  }

  public void setTags(Caller caller, LoggedModelId id, List<Tag> tags) {
    Limits.batch(tags.size());
    change(
        caller,
        id,
        (tx, key) -> tags.forEach(tag -> ModelEntryTable.tag(tx, caller.project(), key, tag)));
  }

  /// Sets a tag to what becomes of its present value, which is empty when there is none.
  public void changeTag(Caller caller, LoggedModelId id, String key, UnaryOperator<String> change) {
    change(
        caller,
        id,
        (tx, model) -> {
          String present =
              load(tx, caller, id).tags().stream()
                  .filter(tag -> tag.key().equals(key))
                  .map(Tag::value)
                  .findFirst()
                  .orElse("");
          ModelEntryTable.tag(tx, caller.project(), model, new Tag(key, change.apply(present)));
        });
  }

  /// @throws Problem `not-found` when it has no such tag
  public void deleteTag(Caller caller, LoggedModelId id, String tag) {
    change(
        caller,
        id,
        (tx, key) -> {
          if (!ModelEntryTable.deleteTag(tx, key, tag)) {
            throw Problem.notFound("No tag with key '%s' found for model with ID '%s'.", tag, id);
          }
        });
  }

  /// Notes settings; all or none.
  ///
  /// @throws Problem `invalid-request` when one has another value already
  public void logParameters(Caller caller, LoggedModelId id, List<Parameter> parameters) {
    Limits.batch(parameters.size());
    change(
        caller,
        id,
        (tx, key) ->
            parameters.forEach(one -> ModelEntryTable.parameter(tx, caller.project(), key, one)));
  }

  private void change(Caller caller, LoggedModelId id, BiConsumer<Transaction, Long> work) {
    change(caller, Permission.WRITE_RUNS, id, work);
  }

  private void change(
      Caller caller, Permission permission, LoggedModelId id, BiConsumer<Transaction, Long> work) {
    Reachable.require(caller, permission);
    database.write(tx -> {
      long key = key(tx, caller, permission, id);
      work.accept(tx, key);
      LoggedModelTable.touch(tx, key, clock.instant());
      return true;
    });
  }

  /// Attaches metrics to their models, within the unit of work that notes them on a run.
  ///
  /// @throws Problem `not-found` when there is no such model
  static void addMetrics(Transaction tx, Caller caller, List<ModelMetric> metrics) {
    for (ModelMetric one : metrics) {
      long key = key(tx, caller, Permission.WRITE_RUNS, one.model());
      ModelEntryTable.metric(tx, caller.project(), key, one);
    }
  }

  /// Notes that a run wrote models.
  public void addOutputs(Caller caller, RunId run, List<ModelUse> models) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    Limits.batch(models.size());
    database.write(tx -> {
      use(
          tx,
          caller,
          RunTable.activeKey(tx, caller, run).key(),
          Role.OUTPUT,
          models,
          clock.instant());
      return true;
    });
  }

  /// Notes that a run read models, within the unit of work that notes its other inputs.
  ///
  /// @param run its integer key
  static void addInputs(
      Transaction tx, Caller caller, long run, List<LoggedModelId> models, Instant now) {
    use(tx, caller, run, Role.INPUT, models.stream().map(id -> new ModelUse(id, 0)).toList(), now);
  }

  private static void use(
      Transaction tx, Caller caller, long run, Role role, List<ModelUse> models, Instant now) {
    for (ModelUse one : models) {
      Permission needed = role == Role.INPUT ? Permission.READ : Permission.WRITE_RUNS;
      long key = key(tx, caller, needed, one.model());
      LoggedModelTable.use(tx, caller.project(), run, role, key, one.step());
      asset(tx, caller, load(tx, caller, one.model()))
          .ifPresent(asset ->
              AssetTable.record(tx, caller.project(), run, role, asset.asset(), Map.of(), now));
    }
  }

  /// The models that a run read, or wrote.
  public List<ModelUse> uses(Caller caller, RunId run, Role role) {
    Reachable.require(caller, Permission.READ);
    return database.read(tx ->
        LoggedModelTable.uses(tx, RunTable.key(tx, caller, Permission.READ, run).key(), role));
  }

  private void publish(Transaction tx, Caller caller, String type, LoggedModelId id, String name) {
    events.publish(tx, caller, type, id.value(), Map.of("name", name, "user", caller.user()));
  }
}
