package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.PlainPath;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.ledger.Edge.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes in what another store has, with the ids, times and states that it has there. What was
/// taken in before is brought up to date, so that an import can be repeated; a thing with the id of
/// one that began elsewhere is refused. Nothing of it is told as an event: none of it happens now.
/// Thread-safe.
public final class Imports {
  private final Database database;
  private final Experiments experiments;
  private final InstantSource clock;

  Imports(Database database, Experiments experiments, InstantSource clock) {
    this.database = database;
    this.experiments = experiments;
    this.clock = clock;
  }

  /// Finds the experiment of the name, or makes one; the id of its origin is kept in a tag. One
  /// that was here before keeps its own tags beside those that come.
  public Experiment experiment(Caller caller, ImportedExperiment asked) {
    caller.require(Permission.ADMINISTER);
    experiments.load(caller, ExperimentId.DEFAULT);
    return database.write(tx -> {
      ProjectName project = caller.project();
      ExperimentId id =
          ExperimentTable.find(tx, project, asked.name())
              .map(Experiment::id)
              .orElseGet(() ->
                  ExperimentTable.insert(
                      tx, project, asked.name(), Optional.empty(), asked.created()));
      Experiment known = Experiments.load(tx, caller, id);
      origin(tx, project, known, asked);
      asked.tags().forEach(tag -> ExperimentTable.tag(tx, project, id, tag));
      ExperimentTable.bring(tx, project, id, asked);
      return Experiments.load(tx, caller, id);
    });
  }

  /// The first import of an experiment says where it came from.
  private static void origin(
      Transaction tx, ProjectName project, Experiment known, ImportedExperiment asked) {
    if (known.tags().stream().noneMatch(tag -> tag.key().equals(Tag.ORIGIN))) {
      ExperimentTable.tag(tx, project, known.id(), new Tag(Tag.ORIGIN, asked.origin()));
      if (!asked.artifactLocation().isEmpty()) {
        Tag location = new Tag(Tag.ORIGIN_LOCATION, asked.artifactLocation());
        ExperimentTable.tag(tx, project, known.id(), location);
      }
    }
  }

  /// How much there is of a run or a logged model, by kind.
  ///
  /// @throws Problem `conflict` when another run has the id, or a parameter another value
  public Map<String, Long> run(Caller caller, ImportedRun asked) {
    caller.require(Permission.ADMINISTER);
    return database.write(tx -> {
      ImportTable.requireSame(tx, caller.project(), asked);
      RunKey run = key(tx, caller, asked);
      ImportTable.update(tx, run.key(), asked);
      EntryTable.parameters(tx, run, asked.parameters());
      EntryTable.tags(tx, run, asked.tags());
      Instant now = clock.instant();
      asked.datasets().forEach(input -> Runs.read(tx, caller, run, input, now));
      use(tx, caller, run.key(), Role.INPUT, asked.read());
      use(tx, caller, run.key(), Role.OUTPUT, asked.wrote());
      return counts(tx, caller, asked.id());
    });
  }

  private static RunKey key(Transaction tx, Caller caller, ImportedRun asked) {
    if (RunTable.findKey(tx, caller.project(), asked.id()).isEmpty()) {
      long experiment = ImportTable.experiment(tx, caller.project(), asked.experiment());
      RunTable.insert(
          tx, caller, asked.id(), experiment, asked.start(), asked.start().started().orElseThrow());
    }
    return RunTable.key(tx, caller.project(), asked.id());
  }

  private static void use(
      Transaction tx, Caller caller, long run, Role role, List<ModelUse> models) {
    for (ModelUse one : models) {
      ImportTable.model(tx, caller.project(), one.model())
          .ifPresent(key -> LoggedModelTable.use(tx, caller.project(), run, role, key, one.step()));
    }
  }

  /// Adds points; those that are there already are not stored twice.
  public void points(Caller caller, RunId id, List<Metric> points) {
    caller.require(Permission.ADMINISTER);
    Limits.batch(points.size());
    database.write(tx -> {
      MetricTable.insert(tx, RunTable.key(tx, caller.project(), id), points);
      return true;
    });
  }

  /// How much there is of a run, by kind.
  public Map<String, Long> counts(Caller caller, RunId id) {
    caller.require(Permission.READ);
    return database.read(tx -> counts(tx, caller, id));
  }

  private static Map<String, Long> counts(Transaction tx, Caller caller, RunId id) {
    long run = RunTable.key(tx, caller.project(), id).key();
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("params", ImportTable.count(tx, "run_parameter WHERE run = ?", run));
    counts.put("tags", ImportTable.count(tx, "run_tag WHERE run = ?", run));
    counts.put("points", ImportTable.points(tx, run));
    counts.put("datasets", ImportTable.count(tx, "run_dataset WHERE run = ?", run));
    counts.put("model uses", ImportTable.count(tx, "logged_model_use WHERE run = ?", run));
    return counts;
  }

  /// Takes in a logged model; its files come apart from it.
  ///
  /// @throws Problem `conflict` when another model has the id, or a parameter another value
  public Map<String, Long> model(Caller caller, LoggedModel asked) {
    caller.require(Permission.ADMINISTER);
    Limits.batch(asked.parameters().size() + asked.tags().size());
    return database.write(tx -> {
      ProjectName project = caller.project();
      LoggedModelTable.find(tx, project, asked.id())
          .ifPresentOrElse(
              known -> requireSame(known, asked),
              () ->
                  LoggedModelTable.insert(
                      tx,
                      project,
                      asked.id(),
                      asked.experiment(),
                      asked.draft(),
                      asked.times().created()));
      long key = ImportTable.model(tx, project, asked.id()).orElseThrow();
      asked.parameters().forEach(one -> ModelEntryTable.parameter(tx, project, key, one));
      asked.tags().forEach(tag -> ModelEntryTable.tag(tx, project, key, tag));
      asked.metrics().forEach(one -> ModelEntryTable.metric(tx, project, key, one));
      ImportTable.update(tx, key, asked);
      return Map.of(
          "params", ImportTable.count(tx, "logged_model_parameter WHERE model = ?", key),
          "tags", ImportTable.count(tx, "logged_model_tag WHERE model = ?", key),
          "points", ImportTable.count(tx, "logged_model_metric WHERE model = ?", key));
    });
  }

  private static void requireSame(LoggedModel known, LoggedModel asked) {
    if (!known.experiment().equals(asked.experiment())
        || !known.times().created().equals(asked.times().created())) {
      throw Problem.conflict(
          "The logged model '%s' is here already, made at %s in experiment %s: it is another one.",
          asked.id(), known.times().created(), known.experiment());
    }
  }

  /// Notes which runs wrote and read a model, once its files are here. One that is not ready, or
  /// has no run, is part of no lineage.
  public void link(Caller caller, LoggedModelId id) {
    caller.require(Permission.ADMINISTER);
    database.write(tx -> {
      LoggedModel model =
          LoggedModelTable.find(tx, caller.project(), id)
              .orElseThrow(() -> Problem.notFound("Logged model with ID '%s' not found.", id));
      if (model.status() == LoggedModel.Status.READY) {
        LoggedModels.recordAsset(tx, caller, model, clock.instant());
        Optional<AssetRecord> asset = LoggedModels.asset(tx, caller, model);
        asset.ifPresent(found -> link(tx, caller, model, found.asset()));
      }
      return true;
    });
  }

  private void link(Transaction tx, Caller caller, LoggedModel model, Asset asset) {
    ImportTable.uses(tx, caller.project(), model.id())
        .forEach(use ->
            AssetTable.record(
                tx, caller.project(), use.run(), use.role(), asset, Map.of(), clock.instant()));
  }

  /// Notes a stored blob as a file, also of what is deleted; the same path again replaces it.
  public Artifact file(Caller caller, ArtifactRoot root, String path, Blob blob) {
    caller.require(Permission.ADMINISTER);
    Artifact artifact = new Artifact(PlainPath.check(path), blob.digest(), blob.size());
    database.write(tx -> {
      ArtifactTable.put(tx, caller.project(), root, artifact);
      return true;
    });
    return artifact;
  }
}
