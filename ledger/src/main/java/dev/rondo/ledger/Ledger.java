package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import dev.rondo.ledger.ArtifactRoot.Kind;
import dev.rondo.ledger.Edge.Role;
import dev.rondo.ledger.RunReport.Data;
import dev.rondo.ledger.trace.Traces;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/// The metadata store: runs with their parameters, metrics, tags and artifacts, assets, and which
/// run read and wrote which asset. What a call has noted is durable when it returns; a call that is
/// refused has noted nothing. Thread-safe.
public final class Ledger {
  private static final int MAX_NODES = 10_000;

  private final Database database;
  private final RunFacts facts;
  private final IdSource ids;
  private final InstantSource clock;
  private final Experiments experiments;
  private final Runs runs;
  private final ArtifactTree files;
  private final LoggedModels models;
  private final Removals removals;
  private final Imports imports;
  private final Traces traces;
  private final History history;

  /// @param clock system time
  public Ledger(Database database, Events events, IdSource ids, InstantSource clock) {
    this.database = database;
    this.facts = new RunFacts(events);
    this.ids = ids;
    this.clock = clock;
    database.migrate(
        "ledger",
        List.of(
            String.join(
                ";\n", RunTable.SCHEMA, EntryTable.SCHEMA, MetricTable.SCHEMA, AssetTable.SCHEMA),
            String.join(";\n", ExperimentTable.SCHEMA, RunTable.SCHEMA_2, AssetTable.SCHEMA_2),
            String.join(
                ";\n",
                RunTable.SCHEMA_3,
                EntryTable.SCHEMA_3,
                MetricTable.SCHEMA_3,
                DatasetTable.SCHEMA),
            String.join(
                ";\n",
                ArtifactTable.SCHEMA,
                LoggedModelTable.SCHEMA,
                ModelEntryTable.SCHEMA,
                Removal.SCHEMA),
            EntryTable.SCHEMA_LONG,
            String.join(";\n", History.SCHEMA, PlatformTable.SCHEMA, Removal.SCHEMA_2),
            RunTable.SCHEMA_SILENT,
            LoggedModelTable.SCHEMA_CLAIMED));
    this.experiments = new Experiments(database, events, clock);
    this.runs = new Runs(database, experiments, facts, ids, clock);
    this.files =
        new ArtifactTree(
            database,
            Map.of(
                Kind.RUN, RunTable::owner,
                Kind.MODEL, LoggedModelTable::owner,
                Kind.TRACE,
                    (tx, project, id) ->
                        Traces.experiment(tx, project, id)
                            .map(of -> new ArtifactTree.Owner(of, false))));
    this.models = new LoggedModels(database, events, ids, clock);
    this.imports = new Imports(database, experiments, clock);
    this.removals = new Removals(database, events, clock, files);
    this.traces = new Traces(database, experiments, ids);
    this.history = new History(database);
  }

  /// What runs are grouped by.
  public Experiments experiments() {
    return experiments;
  }

  /// Runs as clients from outside begin, change and search them.
  public Runs runs() {
    return runs;
  }

  /// The files of runs, logged models and traces.
  public ArtifactTree files() {
    return files;
  }

  public LoggedModels models() {
    return models;
  }

  /// What applications that call models tell of each call.
  public Traces traces() {
    return traces;
  }

  /// What went before a run.
  public History history() {
    return history;
  }

  /// What takes in the contents of another store.
  public Imports imports() {
    return imports;
  }

  /// What removes for good what was deleted.
  public Removals removals() {
    return removals;
  }

  /// Starts a run and publishes `run.started`. A run with the same id that is there already is
  /// returned as it is.
  public Run start(Caller caller, RunStart start) {
    return start(caller, start, RunNotes.NONE);
  }

  /// [#start] with what is known of the run from its start on.
  public Run start(Caller caller, RunStart start, RunNotes notes) {
    caller.require(Permission.WRITE_RUNS);
    return database.write(tx -> {
      Run run = start(tx, caller, start);
      note(tx, caller, RunTable.key(tx, caller, Permission.WRITE_RUNS, run.id()), notes);
      return run;
    });
  }

  private Run start(Transaction tx, Caller caller, RunStart start) {
    RunId id = start.id().orElseGet(() -> new RunId(ids.next()));
    return RunTable.findKey(tx, caller.project(), id).isPresent()
        ? load(tx, caller, id)
        : insert(tx, caller, id, start);
  }

  private Run insert(Transaction tx, Caller caller, RunId id, RunStart start) {
    Instant now = clock.instant();
    long experiment = experiments.key(tx, caller, start.experiment());
    RunTable.insert(tx, caller, id, experiment, start, now);
    Run run = load(tx, caller, id);
    facts.started(tx, caller, run);
    return run;
  }

  /// Ends a run and publishes `run.finished`. The same end again changes nothing; another one takes
  /// its place, since a client may have ended the run of a task that went on.
  public Run finish(Caller caller, RunId id, RunStatus status) {
    return finish(caller, id, status, (_, _) -> {});
  }

  /// [#finish] of a run of the platform, with what was not noted yet, in one go. One on which
  /// nothing is noted but what it was asked, read and wrote, is silent: searches pass it over until
  /// somebody notes more.
  ///
  /// @param usage what the run has used of the machine, where that was measured
  /// @param asked what the run was told to do; where it has a parameter of the same name, that one
  ///   stays
  public Run finish(
      Caller caller,
      RunId id,
      RunStatus status,
      Optional<Usage> usage,
      RunNotes notes,
      List<Parameter> asked) {
    return finish(
        caller,
        id,
        status,
        (tx, run) -> {
          note(tx, caller, run, notes);
          RunTable.silence(tx, run.key());
          EntryTable.absentParameters(tx, run, asked);
          usage.ifPresent(used -> PlatformTable.used(tx, run.key(), used));
        });
  }

  private Run finish(
      Caller caller, RunId id, RunStatus status, BiConsumer<Transaction, RunKey> beside) {
    caller.require(Permission.WRITE_RUNS);
    if (!status.isFinal()) {
      throw Problem.invalid("A run cannot end as %s: say FINISHED, FAILED or KILLED.", status);
    }
    return database.write(tx -> {
      Run run = load(tx, caller, id);
      RunKey key = RunTable.key(tx, caller, Permission.WRITE_RUNS, id);
      beside.accept(tx, key);
      if (run.status() == status) {
        return run;
      }
      RunTable.status(tx, key.key(), status, Optional.of(clock.instant()));
      facts.finished(tx, caller, run, status);
      return load(tx, caller, id);
    });
  }

  /// Ends as KILLED, after a start, the project's running runs of a kind that only this process
  /// works on: who wrote them is gone. Publishes `run.finished` for each.
  public void endAbandoned(Caller caller, String kind) {
    caller.require(Permission.WRITE_RUNS);
    database.write(tx -> {
      List<Run> ended = RunTable.endRunning(tx, caller.project(), kind, clock.instant());
      ended.forEach(run -> facts.finished(tx, caller, run, RunStatus.KILLED));
      return true;
    });
  }

  private static Run load(Transaction tx, Caller caller, RunId id) {
    return RunTable.find(tx, caller, id)
        .orElseThrow(() -> Problem.notFound("Run with id=%s not found", id));
  }

  /// What a process stood on.
  public Optional<Platform> platform(Caller caller, Digest digest) {
    caller.require(Permission.READ);
    return database.read(tx -> PlatformTable.find(tx, digest));
  }

  /// Notes settings; all or none.
  ///
  /// @throws Problem `conflict` when one has another value already
  public void logParameters(Caller caller, RunId id, List<Parameter> parameters) {
    Limits.batch(parameters.size());
    note(caller, id, (tx, run) -> EntryTable.parameters(tx, run, parameters));
  }

  /// Adds points to the history of their keys; a point that is there already is not stored twice.
  /// The latest of a key is the one with the greatest step, then time, then value.
  public void logMetrics(Caller caller, RunId id, List<Metric> metrics) {
    Limits.batch(metrics.size());
    note(caller, id, (tx, run) -> MetricTable.insert(tx, run, metrics));
  }

  public void setTags(Caller caller, RunId id, List<Tag> tags) {
    Limits.batch(tags.size());
    note(caller, id, (tx, run) -> EntryTable.tags(tx, run, tags));
  }

  /// Sets a tag to what becomes of its present value, which is empty when there is none.
  public void changeTag(Caller caller, RunId id, String key, UnaryOperator<String> change) {
    caller.require(Permission.WRITE_RUNS);
    database.write(tx -> {
      RunKey run = RunTable.activeKey(tx, caller, id);
      String present =
          EntryTable.tags(tx, run.key()).stream()
              .filter(tag -> tag.key().equals(key))
              .map(Tag::value)
              .findFirst()
              .orElse("");
      EntryTable.tags(tx, run, List.of(new Tag(key, change.apply(present))));
      return true;
    });
  }

  /// Notes a stored blob as a file of the run; the same path again replaces it.
  public Artifact logArtifact(Caller caller, RunId id, String path, Blob blob) {
    return files.put(caller, ArtifactRoot.of(id), path, blob);
  }

  /// Notes that the run read the asset. An asset that is new here came from outside, and is
  /// remembered with the facts.
  public void recordInput(Caller caller, RunId id, Asset asset, Map<String, Object> facts) {
    record(caller, id, Role.INPUT, asset, facts);
  }

  /// Notes that the run wrote the asset, which is remembered with the facts when it is new.
  public void recordOutput(Caller caller, RunId id, Asset asset, Map<String, Object> facts) {
    record(caller, id, Role.OUTPUT, asset, facts);
  }

  /// [#recordOutput] within the unit of work that makes the asset, which asks for its own
  /// permission; nothing when the run is not here, or the caller may not write to it.
  public void recordOutput(
      Transaction tx, Caller caller, RunId id, Asset asset, Map<String, Object> facts) {
    if (RunTable.findKey(tx, caller.project(), id).isPresent() && Runs.isWritable(tx, caller, id)) {
      RunKey run = RunTable.key(tx, caller.project(), id);
      record(tx, caller, run, Role.OUTPUT, List.of(new Data(asset, facts)));
    }
  }

  /// Gives every version of a thing its new name, within the unit of work that renames it; what was
  /// made of it stays.
  public void renameAssets(
      Transaction tx, Caller caller, Asset.Kind kind, String name, String newName) {
    caller.require(Permission.WRITE_RUNS);
    AssetTable.rename(tx, caller.project(), kind, name, newName);
  }

  /// Notes that an asset is no more, and why, within the unit of work that deletes it. What it was
  /// made of may be removed then.
  ///
  /// @param version empty for every version
  public void removeAssets(
      Transaction tx,
      Caller caller,
      Asset.Kind kind,
      String name,
      Optional<String> version,
      String reason) {
    caller.require(Permission.WRITE_RUNS);
    AssetTable.remove(tx, caller.project(), kind, name, version, reason);
  }

  private void record(Caller caller, RunId id, Role role, Asset asset, Map<String, Object> facts) {
    Data data = new Data(asset, facts);
    note(caller, id, (tx, run) -> record(tx, caller, run, role, List.of(data)));
  }

  /// Notes all of it or nothing.
  ///
  /// @throws Problem `conflict` when a parameter has another value already
  public void note(Caller caller, RunId id, RunNotes notes) {
    note(caller, id, (tx, run) -> note(tx, caller, run, notes));
  }

  private void note(Transaction tx, Caller caller, RunKey run, RunNotes notes) {
    EntryTable.parameters(tx, run, notes.parameters());
    MetricTable.insert(tx, run, notes.metrics());
    record(tx, caller, run, Role.INPUT, notes.inputs());
    record(tx, caller, run, Role.OUTPUT, notes.outputs());
  }

  private void record(Transaction tx, Caller caller, RunKey run, Role role, List<Data> all) {
    List<Long> added = new ArrayList<>();
    for (Data data : all) {
      AssetTable.note(
              tx, caller.project(), run.key(), role, data.asset(), data.facts(), clock.instant())
          .ifPresent(added::add);
    }
    AssetTable.descend(tx, run.key(), role, added);
  }

  /// Notes all of what another system tells of a run, or nothing. What is told of a run that is
  /// hidden from the caller is taken as if the run were not here, and is not noted.
  ///
  /// @throws Problem `conflict` when an asset's version has another content already,
  ///   `invalid-request` when the run is deleted
  public void report(Caller caller, RunReport report) {
    caller.require(Permission.WRITE_RUNS);
    Limits.batch(report.tags().size());
    RunId id = report.run();
    database.write(tx -> {
      report.starts().forEach(start -> begin(tx, caller, start));
      if (isHidden(tx, caller, id)) {
        return true;
      }
      RunKey run = RunTable.activeKey(tx, caller, id);
      EntryTable.tags(tx, run, report.tags());
      files.put(tx, caller, ArtifactRoot.of(id), report.file());
      record(tx, caller, run, Role.INPUT, report.inputs());
      record(tx, caller, run, Role.OUTPUT, report.outputs());
      requireRoom(id, AssetTable.edges(tx, run.key()));
      report.change().ifPresent(change -> runs.update(tx, caller, id, change));
      return true;
    });
  }

  /// Starts a run below its parent, if that takes it. Of one that is hidden, no more is told than
  /// whether there could be a new one.
  private void begin(Transaction tx, Caller caller, RunStart start) {
    if (isHidden(tx, caller, start.id().orElseThrow())) {
      experiments.key(tx, caller, start.experiment());
      return;
    }
    Optional<RunId> parent = start.parent().filter(above -> Runs.takes(tx, caller, above));
    start(tx, caller, start.withParent(parent));
  }

  private static boolean isHidden(Transaction tx, Caller caller, RunId id) {
    return !Reachable.isWhole(caller, Permission.READ) && RunTable.isHidden(tx, caller, id);
  }

  /// Notes all of what another system tells of data that no run of its own has to do with, or
  /// nothing. An asset that is new here came from outside, and is remembered with the facts.
  public void recordData(Caller caller, List<Data> data) {
    caller.require(Permission.WRITE_RUNS);
    RunReport.requireFew(data.size());
    database.write(tx -> {
      data.forEach(
          one -> AssetTable.note(tx, caller.project(), one.asset(), one.facts(), clock.instant()));
      return true;
    });
  }

  private static void requireRoom(RunId id, long data) {
    if (data > RunReport.DATA_OF_RUN) {
      throw Problem.invalid(
          "Run %s would have %d inputs and outputs; %d are the most.",
          id, data, RunReport.DATA_OF_RUN);
    }
  }

  private void note(Caller caller, RunId id, BiConsumer<Transaction, RunKey> work) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    database.write(tx -> {
      work.accept(tx, RunTable.key(tx, caller, Permission.WRITE_RUNS, id));
      return true;
    });
  }

  private <T> T look(Caller caller, RunId id, BiFunction<Transaction, Long, T> work) {
    Reachable.require(caller, Permission.READ);
    return database.read(tx -> work.apply(tx, RunTable.key(tx, caller, Permission.READ, id).key()));
  }

  public Optional<Run> find(Caller caller, RunId id) {
    Reachable.require(caller, Permission.READ);
    return database.read(tx -> RunTable.find(tx, caller, id));
  }

  /// Whether there is a run of this id that is hidden from the caller; whoever tells of it by what
  /// others know, such as an execution, is silent then.
  public boolean isHidden(Caller caller, RunId id) {
    return !Reachable.isWhole(caller, Permission.READ)
        && database.read(tx -> RunTable.isHidden(tx, caller, id));
  }

  /// One page of runs, newest first.
  public List<Run> list(Caller caller, RunQuery query) {
    Reachable.require(caller, Permission.READ);
    return database.read(tx -> RunTable.list(tx, caller, query));
  }

  public List<Parameter> parameters(Caller caller, RunId id) {
    return look(caller, id, EntryTable::parameters);
  }

  public List<Tag> tags(Caller caller, RunId id) {
    return look(caller, id, EntryTable::tags);
  }

  public List<Artifact> artifacts(Caller caller, RunId id) {
    return look(
        caller, id, (tx, _) -> ArtifactTable.all(tx, caller.project(), ArtifactRoot.of(id)));
  }

  /// The latest point of each key, by key.
  public List<Metric> metrics(Caller caller, RunId id) {
    return look(caller, id, MetricTable::latest);
  }

  /// The first points of a key by step and time, 25,000 at the most.
  public List<Metric> history(Caller caller, RunId id, String key) {
    return look(caller, id, (tx, run) -> MetricTable.history(tx, run, key, Limits.BATCH));
  }

  /// The points of a key that follow the last one of the page before, 25,000 at the most.
  public List<Metric> historyAfter(Caller caller, RunId id, Metric after) {
    return look(caller, id, (tx, run) -> MetricTable.historyAfter(tx, run, after, Limits.BATCH));
  }

  /// What the run read.
  public List<AssetRecord> inputs(Caller caller, RunId id) {
    return look(caller, id, (tx, run) -> AssetTable.ofRun(tx, run, Role.INPUT));
  }

  /// What the run wrote.
  public List<AssetRecord> outputs(Caller caller, RunId id) {
    return look(caller, id, (tx, run) -> AssetTable.ofRun(tx, run, Role.OUTPUT));
  }

  public Optional<AssetRecord> asset(Caller caller, Asset.Kind kind, String name, String version) {
    caller.require(Permission.READ);
    return database.read(tx -> AssetTable.find(tx, caller.project(), kind, name, version));
  }

  /// The newest assets of a kind, newest first.
  public List<AssetRecord> assets(Caller caller, Asset.Kind kind, int limit) {
    caller.require(Permission.READ);
    Limits.page(limit);
    return database.read(tx -> AssetTable.list(tx, caller.project(), kind, limit));
  }

  /// The newest versions of one name, newest first.
  public List<AssetRecord> assets(Caller caller, Asset.Kind kind, String name, int limit) {
    caller.require(Permission.READ);
    Limits.page(limit);
    return database.read(tx -> AssetTable.list(tx, caller.project(), kind, name, limit));
  }

  /// Follows the lineage of an asset.
  ///
  /// @param maxNodes runs and assets together, 1 to 10,000
  public LineageGraph lineage(
      Caller caller,
      Asset.Kind kind,
      String name,
      String version,
      Direction direction,
      int maxNodes) {
    caller.require(Permission.READ);
    checkNodes(maxNodes);
    if (RunEntries.hold(kind)) {
      return ofEntry(caller, kind, name, version, direction, maxNodes);
    }
    return database.read(tx -> {
      long key =
          AssetTable.key(tx, caller.project(), kind, name, version)
              .orElseThrow(() ->
                  Problem.notFound("There is no asset '%s:%s@%s'.", kind.text(), name, version));
      return Lineage.ofAsset(tx, key, direction, maxNodes).seenBy(caller);
    });
  }

  private LineageGraph ofEntry(
      Caller caller,
      Asset.Kind kind,
      String name,
      String version,
      Direction direction,
      int maxNodes) {
    RunId id =
        RunId.find(version)
            .orElseThrow(() ->
                Problem.notFound(
                    "'%s' is no run's id; a %s is named by its name and its run.",
                    version, kind.text()));
    return look(
        caller,
        id,
        (tx, run) ->
            new RunEntries(tx, caller.project(), load(tx, caller, id), run)
                .lineage(kind, name, direction, maxNodes)
                .seenBy(caller));
  }

  public LineageGraph lineage(Caller caller, Asset asset, Direction direction, int maxNodes) {
    return lineage(caller, asset.kind(), asset.name(), asset.version(), direction, maxNodes);
  }

  /// What was made of any version of a thing, directly or by way of others: each name once.
  public List<AssetName> madeOf(Caller caller, AssetName origin) {
    caller.require(Permission.READ);
    return database.read(tx -> Lineage.madeOf(tx, caller.project(), origin));
  }

  /// The values that a parameter had in the runs that wrote any version of a thing.
  public List<String> parameterOfMakers(Caller caller, AssetName asset, String parameter) {
    caller.require(Permission.READ);
    return database.read(tx -> EntryTable.ofMakers(tx, caller.project(), asset, parameter));
  }

  /// Follows the lineage of a run.
  public LineageGraph lineage(Caller caller, RunId id, Direction direction, int maxNodes) {
    checkNodes(maxNodes);
    return look(
        caller, id, (tx, run) -> Lineage.ofRun(tx, run, direction, maxNodes).seenBy(caller));
  }

  private static void checkNodes(int maxNodes) {
    if (maxNodes < 1 || maxNodes > MAX_NODES) {
      throw Problem.invalid("The lineage's limit is %d; it must be 1 to %d.", maxNodes, MAX_NODES);
    }
  }
}
