package dev.rondo.ledger;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.blob.BlobOwner;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import dev.rondo.ledger.trace.Traces;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Removes for good what was deleted long ago and not restored since: runs, experiments and logged
/// models, and with them datasets and traces. Lineage keeps runs and models, with the reason.
/// Thread-safe.
public final class Removals implements BlobOwner {
  private final Database database;
  private final Events events;
  private final InstantSource clock;
  private final ArtifactTree files;

  Removals(Database database, Events events, InstantSource clock, ArtifactTree files) {
    this.files = files;
    this.database = database;
    this.events = events;
    this.clock = clock;
  }

  /// How many.
  public record Count(long runs, long experiments, long models) {
    public Count plus(Count other) {
      return new Count(runs + other.runs, experiments + other.experiments, models + other.models);
    }
  }

  /// Looks only.
  ///
  /// @param age how long ago they must have been deleted
  public Count find(Caller caller, Duration age) {
    Instant before = before(caller, age);
    ProjectName project = caller.project();
    return database.read(tx ->
        new Count(
            Removal.runs(tx, project, before),
            Removal.experiments(tx, project, before),
            models(tx, project, before).size()));
  }

  /// Removes them, and publishes `ledger.removed` when there were any.
  ///
  /// @param age how long ago they must have been deleted
  public Count remove(Caller caller, Duration age) {
    Instant before = before(caller, age);
    Count count = find(caller, age);
    String reason =
        "It was deleted more than %s before %s, when the garbage collection removed its files."
            .formatted(text(age), clock.instant());
    repeat(() -> removeRuns(caller.project(), before, reason));
    clear(caller.project());
    database.write(tx -> Removal.markExperiments(tx, caller.project(), before, clock.instant()));
    removeTraces(caller.project());
    repeat(() -> database.write(tx -> Removal.removeDatasets(tx, caller.project())));
    removeModels(caller.project(), before, reason);
    if (!count.equals(new Count(0, 0, 0))) {
      publish(caller, count);
    }
    return count;
  }

  private static String text(Duration age) {
    return age.toDays() > 0 ? age.toDays() + " days" : age.toString();
  }

  private Instant before(Caller caller, Duration age) {
    caller.require(Permission.ADMINISTER);
    if (age.isNegative()) {
      throw Problem.invalid("The age is %s; it must not be negative.", age);
    }
    return clock.instant().minus(age);
  }

  private int removeRuns(ProjectName project, Instant before, String reason) {
    return database.write(tx -> Removal.markRuns(tx, project, before, clock.instant(), reason));
  }

  /// The traces of experiments that are removed, also of those that were so before.
  private void removeTraces(ProjectName project) {
    for (ExperimentId id : database.read(tx -> Removal.untraced(tx, project))) {
      repeat(() -> database.write(tx -> Traces.deleteSome(tx, project, id)));
    }
  }

  /// Those whose files nobody needs.
  private List<Removal.Model> models(Transaction tx, ProjectName project, Instant before) {
    List<Removal.Model> all = new ArrayList<>();
    List<Removal.Model> page = Removal.models(tx, project, before, 0);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = Removal.models(tx, project, before, page.getLast().key());
    }
    all.removeIf(model -> isNeeded(tx, project, model));
    return all;
  }

  private boolean isNeeded(Transaction tx, ProjectName project, Removal.Model model) {
    return files
        .findHolder(tx, project, model.experiment(), ArtifactRoot.of(model.id()))
        .isPresent();
  }

  private void removeModels(ProjectName project, Instant before, String reason) {
    for (long last = 0; last >= 0; ) {
      long after = last;
      last = database.write(tx -> removeModels(tx, project, before, after, reason));
    }
  }

  /// @return the key of the last one that was looked at; -1 after all
  private long removeModels(
      Transaction tx, ProjectName project, Instant before, long after, String reason) {
    List<Removal.Model> page = Removal.models(tx, project, before, after);
    page.stream()
        .filter(model -> !isNeeded(tx, project, model))
        .forEach(model -> Removal.remove(tx, project, model, clock.instant(), reason));
    return page.isEmpty() ? -1 : page.getLast().key();
  }

  private interface Piece {
    int run();
  }

  private static void repeat(Piece piece) {
    while (piece.run() > 0) {
      Thread.onSpinWait();
    }
  }

  private void clear(ProjectName project) {
    for (var left = uncleared(project); !left.isEmpty(); left = uncleared(project)) {
      left.forEach(run -> clear(project, run));
    }
  }

  private List<Removal.Removed> uncleared(ProjectName project) {
    return database.read(tx -> Removal.uncleared(tx, project));
  }

  private void clear(ProjectName project, Removal.Removed run) {
    boolean hasMore = true;
    while (hasMore) {
      hasMore = database.write(tx -> Removal.clearPoints(tx, run));
    }
    database.write(tx -> {
      Removal.clear(tx, project, run);
      return true;
    });
  }

  private void publish(Caller caller, Count count) {
    Map<String, Object> data =
        Map.of(
            "runs", count.runs(),
            "experiments", count.experiments(),
            "models", count.models(),
            "user", caller.user());
    database.write(tx -> {
      events.publish(tx, caller, "ledger.removed", caller.project().value(), data);
      return true;
    });
  }

  /// What the files of runs, logged models and traces consist of, and what lineage speaks of.
  @Override
  public Set<Digest> blobs(char prefix) {
    return database.read(tx -> {
      Set<Digest> digests = new HashSet<>(ArtifactTable.digests(tx, prefix));
      digests.addAll(Removal.digests(tx, prefix));
      return digests;
    });
  }
}
