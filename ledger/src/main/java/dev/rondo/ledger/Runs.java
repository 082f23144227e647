package dev.rondo.ledger;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Edge.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Runs as clients from outside begin, change and search them. The platform's own runs are among
/// them; that a client ends or deletes one does nothing to the work that it is the record of.
/// Thread-safe.
public final class Runs {
  private static final int DATASETS = 1_000;

  private final Database database;
  private final Experiments experiments;
  private final RunFacts facts;
  private final IdSource ids;
  private final InstantSource clock;

  Runs(
      Database database,
      Experiments experiments,
      RunFacts facts,
      IdSource ids,
      InstantSource clock) {
    this.database = database;
    this.experiments = experiments;
    this.facts = facts;
    this.ids = ids;
    this.clock = clock;
  }

  /// Begins a run and publishes `run.started`.
  ///
  /// @throws Problem `not-found` without the experiment, `invalid-request` when it is deleted
  public RunData create(Caller caller, RunDraft draft) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    experiments.load(caller, draft.experiment());
    RunId id = new RunId(ids.next());
    return database.write(tx -> {
      Experiments.requireActive(tx, caller, draft.experiment());
      Experiment experiment = Experiments.load(tx, caller, draft.experiment());
      RunStart start = start(draft, id);
      Instant now = clock.instant();
      long key = ExperimentTable.key(tx, caller.project(), experiment.name(), now);
      RunTable.insert(tx, caller, id, key, start, now);
      RunKey run = RunTable.key(tx, caller.project(), id);
      tag(tx, caller, id, run, draft.tags());
      RunData made = RunLoader.load(tx, List.of(run.key())).getFirst();
      facts.started(tx, caller, made.run());
      return made;
    });
  }

  private static RunStart start(RunDraft draft, RunId id) {
    RunStart start =
        RunStart.of(draft.kind(), draft.name().orElseGet(() -> RunNames.of(id)))
            .withStarted(draft.started());
    return draft.user().map(start::withUser).orElse(start);
  }

  /// @throws Problem `not-found`
  public RunData load(Caller caller, RunId id) {
    Reachable.require(caller, Permission.READ);
    return database.read(tx -> {
      long key = RunTable.key(tx, caller, Permission.READ, id).key();
      return RunLoader.load(tx, List.of(key)).getFirst();
    });
  }

  /// Changes how it stands and what it is called. Publishes `run.finished` when it ends; a run that
  /// goes on has no end.
  public Run update(Caller caller, RunId id, RunChange change) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    return database.write(tx -> update(tx, caller, id, change));
  }

  Run update(Transaction tx, Caller caller, RunId id, RunChange change) {
    RunKey key = RunTable.activeKey(tx, caller, id);
    Run before = find(tx, caller, id);
    change.name().ifPresent(name -> RunTable.rename(tx, key.key(), id, name));
    RunStatus status = change.status().orElse(before.status());
    RunTable.status(tx, key.key(), status, ended(change, before));
    if (status.isFinal() && status != before.status()) {
      facts.finished(tx, caller, before, status);
    }
    return find(tx, caller, id);
  }

  private Optional<Instant> ended(RunChange change, Run before) {
    if (change.ended().isPresent() || change.status().isEmpty()) {
      return change.ended().or(before::ended);
    }
    return change.status().get().isFinal()
        ? before.ended().or(() -> Optional.of(clock.instant()))
        : Optional.empty();
  }

  private static Run find(Transaction tx, Caller caller, RunId id) {
    return RunTable.find(tx, caller, id)
        .orElseThrow(() -> Problem.notFound("Run with id=%s not found", id));
  }

  /// Deletes it; it can be restored. A deleted one stays so.
  public void delete(Caller caller, RunId id) {
    mark(caller, id, Optional.of(clock.instant()));
  }

  /// Takes a deleted one back.
  public void restore(Caller caller, RunId id) {
    mark(caller, id, Optional.empty());
  }

  private void mark(Caller caller, RunId id, Optional<Instant> deleted) {
    Reachable.require(caller, Permission.MANAGE);
    database.write(tx -> {
      RunKey key = RunTable.key(tx, caller, Permission.MANAGE, id);
      if (key.isDeleted() == deleted.isPresent()) {
        return true;
      }
      RunTable.delete(tx, key.key(), deleted);
      Run run = find(tx, caller, id);
      if (deleted.isPresent()) {
        facts.deleted(tx, caller, run);
      } else {
        facts.restored(tx, caller, run);
      }
      return true;
    });
  }

  /// Notes all of it or nothing.
  ///
  /// @throws Problem `conflict` when a parameter has another value already
  public void log(Caller caller, RunId id, RunBatch batch) {
    change(
        caller,
        id,
        (tx, run) -> {
          EntryTable.parameters(tx, run, batch.parameters());
          MetricTable.insert(tx, run, batch.metrics());
          LoggedModels.addMetrics(tx, caller, batch.ofModels());
          tag(tx, caller, id, run, batch.tags());
        });
  }

  /// The name and the parent are tags to clients. A parent that can be no run here, or does not
  /// take the run, stays a tag.
  private static void tag(Transaction tx, Caller caller, RunId id, RunKey run, List<Tag> tags) {
    List<Tag> plain = new ArrayList<>();
    for (Tag tag : tags) {
      switch (tag.key()) {
        case Tag.RUN_NAME -> RunTable.rename(tx, run.key(), id, tag.value());
        case Tag.PARENT -> {
          Optional<RunId> parent =
              RunId.find(tag.value()).filter(above -> takes(tx, caller, above));
          nest(tx, caller, id, run, parent);
          if (parent.isEmpty()) {
            plain.add(tag);
          }
        }
        default -> plain.add(tag);
      }
    }
    if (!plain.isEmpty()) {
      EntryTable.tags(tx, run, plain);
    }
  }

  private static void nest(
      Transaction tx, Caller caller, RunId id, RunKey run, Optional<RunId> parent) {
    if (parent.isPresent() && RunTable.isWithin(tx, caller.project(), parent.get(), id)) {
      throw Problem.invalid(
          "Run %s cannot be nested in %s, which is nested in it.", id, parent.get());
    }
    RunTable.nest(tx, run.key(), parent);
    EntryTable.deleteTag(tx, run.key(), Tag.PARENT);
  }

  /// @throws Problem `not-found` when it has no such tag, `invalid-request` for the name's
  public void deleteTag(Caller caller, RunId id, String key) {
    change(
        caller,
        id,
        (tx, run) -> {
          if (key.equals(Tag.RUN_NAME)) {
            throw Problem.invalid("The tag '%s' is the name of run %s: set another one.", key, id);
          }
          boolean isNested = key.equals(Tag.PARENT) && find(tx, caller, id).parent().isPresent();
          if (isNested) {
            RunTable.nest(tx, run.key(), Optional.empty());
          } else if (!EntryTable.deleteTag(tx, run.key(), key)) {
            throw Problem.notFound("No tag with name: %s in run with id %s", key, id);
          }
        });
  }

  /// Notes what it read. Where the name allows, the dataset is an asset too, and so part of the
  /// lineage.
  ///
  /// @param models that it read
  public void logInputs(
      Caller caller, RunId id, List<DatasetInput> inputs, List<LoggedModelId> models) {
    change(
        caller,
        id,
        (tx, run) -> {
          LoggedModels.addInputs(tx, caller, run.key(), models, clock.instant());
          Instant now = clock.instant();
          inputs.forEach(input -> read(tx, caller, run, input, now));
          DatasetTable.requireRoom(tx, run);
        });
  }

  static void read(Transaction tx, Caller caller, RunKey run, DatasetInput input, Instant now) {
    DatasetTable.insert(tx, run, input);
    Map<String, Object> facts = Map.of("source-type", input.dataset().sourceType());
    input
        .dataset()
        .asset()
        .ifPresent(asset ->
            AssetTable.record(tx, caller.project(), run.key(), Role.INPUT, asset, facts, now));
  }

  private void change(Caller caller, RunId id, BiConsumer<Transaction, RunKey> work) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    database.write(tx -> {
      work.accept(tx, RunTable.activeKey(tx, caller, id));
      return true;
    });
  }

  /// One page.
  public RunResults search(Caller caller, RunSearch search) {
    Reachable.require(caller, Permission.READ);
    return new RunResults(database, database.read(tx -> finder(tx, caller, search).page()));
  }

  /// How many runs a search finds on all pages.
  public long count(Caller caller, RunSearch search) {
    Reachable.require(caller, Permission.READ);
    return database.read(tx -> finder(tx, caller, search).count());
  }

  private static RunFinder finder(Transaction tx, Caller caller, RunSearch search) {
    List<Long> keys =
        tx.list(
            "SELECT key FROM experiment WHERE project = ?"
                + " AND number IN (SELECT value FROM json_each(?))",
            row -> row.number("key"),
            caller.project(),
            Json.write(
                Reachable.among(caller, search.experiments()).stream()
                    .map(ExperimentId::number)
                    .toList()));
    return new RunFinder(tx, caller.project(), keys, search);
  }

  /// Which datasets the runs of experiments have read, 1,000 at the most.
  public List<DatasetSummary> datasets(Caller caller, List<ExperimentId> asked) {
    Reachable.require(caller, Permission.READ);
    return database.read(tx ->
        DatasetTable.summaries(tx, caller.project(), Reachable.among(caller, asked), DATASETS));
  }

  /// One page of a key's points by time, step and value; none for an unknown run or key.
  ///
  /// @param after the end of the page before
  public MetricPage history(
      Caller caller, RunId id, String key, Optional<MetricPage.Place> after, int limit) {
    Reachable.require(caller, Permission.READ);
    return database.read(tx ->
        RunTable.findKey(tx, caller.project(), id)
            .filter(_ -> !isHidden(tx, caller, id))
            .map(run -> MetricTable.page(tx, run, key, after, limit))
            .orElse(new MetricPage(List.of(), Optional.empty())));
  }

  /// The points of a key over several runs at evenly chosen steps.
  public List<RunMetric> sample(Caller caller, MetricSample sample) {
    Reachable.require(caller, Permission.READ);
    return database.read(tx -> {
      List<RunId> seen = sample.runs().stream().filter(run -> !isHidden(tx, caller, run)).toList();
      return new MetricSampler(tx, caller.project(), sample.of(seen)).points();
    });
  }

  /// Whether what says that it is of a run is taken for that, within the unit of work that notes
  /// it: not when the caller may not write to the run. One that is hidden is as one that is not
  /// here. From whom nothing is hidden, and who may write to everything, may say so also of a run
  /// that is still to come.
  ///
  /// @throws Problem `forbidden` for a run that the caller may only read
  public static boolean takes(Transaction tx, Caller caller, RunId id) {
    boolean isWritable = isWritable(tx, caller, id);
    if (!isWritable && RunTable.find(tx, caller, id).isPresent()) {
      RunTable.key(tx, caller, Permission.WRITE_RUNS, id);
    }
    return isWritable;
  }

  /// Like [#takes], where a run that the caller may only read may be named, and is not told of it.
  public static boolean isWritable(Transaction tx, Caller caller, RunId id) {
    return Reachable.isWhole(caller, Permission.WRITE_RUNS)
        || RunTable.owner(tx, caller.project(), id.value())
            .filter(of -> Reachable.may(caller, Permission.WRITE_RUNS, of.experiment()))
            .isPresent();
  }

  private static boolean isHidden(Transaction tx, Caller caller, RunId id) {
    return !Reachable.isWhole(caller, Permission.READ)
        && RunTable.owner(tx, caller.project(), id.value())
            .filter(of -> Reachable.isHidden(caller, of.experiment()))
            .isPresent();
  }
}
