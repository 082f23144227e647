package dev.rondo.ledger;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Makers;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.search.Slice;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// What runs are grouped by: each project has a default experiment, and as many others as its
/// people name. Thread-safe.
public final class Experiments {
  private final Database database;
  private final Events events;
  private final InstantSource clock;
  private volatile Makers makers = Makers.NOBODY;
  private final Set<ProjectName> known = ConcurrentHashMap.newKeySet();

  Experiments(Database database, Events events, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.clock = clock;
  }

  /// Makes an experiment.
  ///
  /// @param artifactLocation where clients keep its runs' files, when it is not here
  /// @throws Problem `conflict` when the name is taken, also by a deleted one
  public Experiment create(
      Caller caller, String name, Optional<String> artifactLocation, List<Tag> tags) {
    caller.require(Permission.WRITE_RUNS);
    Limits.experimentName(name);
    artifactLocation.ifPresent(at -> Limits.length("artifact location", at, Limits.LOCATION));
    tags.forEach(Limits::experimentTag);
    requireDefault(caller.project());
    return database.write(tx -> {
      Optional<Experiment> taken = ExperimentTable.find(tx, caller.project(), name);
      if (taken.isPresent()) {
        throw Problem.conflict(
            "Experiment '%s' already exists%s.",
            name,
            taken.get().deleted().isPresent()
                ? " in deleted state; restore it, or take another name"
                : "");
      }
      ExperimentId id =
          ExperimentTable.insert(tx, caller.project(), name, artifactLocation, clock.instant());
      tags.forEach(tag -> ExperimentTable.tag(tx, caller.project(), id, tag));
      makers.made(tx, caller, Thing.experiment(id.number()));
      publish(tx, caller, "experiment.created", id, name);
      return load(tx, caller, id);
    });
  }

  /// Notes who makes experiments, before the first is made.
  public void tell(Makers noting) {
    makers = noting;
  }

  /// The key of an experiment that the caller may write into; it is made when it is new.
  long key(Transaction tx, Caller caller, String name) {
    Optional<Long> known = ExperimentTable.findKey(tx, caller.project(), name);
    if (known.isPresent()) {
      Reachable.require(tx, caller, Permission.WRITE_RUNS, known.get(), () -> missing(name));
      return known.get();
    }
    ExperimentId made =
        ExperimentTable.insert(tx, caller.project(), name, Optional.empty(), clock.instant());
    makers.made(tx, caller, Thing.experiment(made.number()));
    return ExperimentTable.findKey(tx, caller.project(), name).orElseThrow();
  }

  private static Problem missing(String name) {
    return Problem.notFound("There is no experiment '%s'.", name);
  }

  /// Whether the project has anything but its empty default experiment.
  public boolean isUsed(Caller caller) {
    caller.require(Permission.READ);
    return database.read(tx -> ExperimentTable.isUsed(tx, caller.project()));
  }

  public Optional<Experiment> find(Caller caller, ExperimentId id) {
    look(caller);
    return database
        .read(tx -> ExperimentTable.find(tx, caller.project(), id))
        .filter(found -> !Reachable.isHidden(caller, id));
  }

  public Optional<Experiment> find(Caller caller, String name) {
    look(caller);
    return database
        .read(tx -> ExperimentTable.find(tx, caller.project(), name))
        .filter(found -> !Reachable.isHidden(caller, found.id()));
  }

  /// @throws Problem `not-found`
  public Experiment load(Caller caller, ExperimentId id) {
    look(caller);
    return database.read(tx -> load(tx, caller, id));
  }

  private void look(Caller caller) {
    Reachable.require(caller, Permission.READ);
    requireDefault(caller.project());
  }

  /// Makes the default experiment of a project that nothing has run in yet.
  private void requireDefault(ProjectName project) {
    if (!known.contains(project)) {
      database.write(tx -> ExperimentTable.key(tx, project, Experiment.DEFAULT, clock.instant()));
      known.add(project);
    }
  }

  static Experiment load(Transaction tx, Caller caller, ExperimentId id) {
    return load(tx, caller, Permission.READ, id);
  }

  /// One with which the caller may do so.
  private static Experiment load(
      Transaction tx, Caller caller, Permission permission, ExperimentId id) {
    Experiment found =
        ExperimentTable.find(tx, caller.project(), id).orElseThrow(() -> missing(id));
    Reachable.require(caller, permission, id, () -> missing(id));
    return found;
  }

  private static Problem missing(ExperimentId id) {
    return Problem.notFound("No Experiment with id=%s exists", id);
  }

  /// One page.
  public Slice<Experiment> search(Caller caller, ExperimentSearch search) {
    look(caller);
    return database.read(tx -> ExperimentTable.search(tx, caller, search));
  }

  /// What has come to experiments; nothing of those that are not there.
  public Map<ExperimentId, ExperimentActivity> activity(Caller caller, List<ExperimentId> some) {
    look(caller);
    List<ExperimentId> seen = Reachable.among(caller, some);
    return database.read(tx -> ExperimentTable.activity(tx, caller.project(), seen));
  }

  /// @throws Problem `conflict` when the name is taken, `precondition-failed` when it is deleted
  public void rename(Caller caller, ExperimentId id, String name) {
    Limits.experimentName(name);
    change(
        caller,
        id,
        "experiment.renamed",
        (tx, experiment) -> {
          if (experiment.deleted().isPresent()) {
            throw Problem.of(
                ProblemCode.PRECONDITION_FAILED,
                "The experiment '%s' is deleted and cannot be renamed; restore it first.",
                experiment.name());
          }
          ExperimentTable.find(tx, caller.project(), name)
              .filter(other -> !other.id().equals(id))
              .ifPresent(other -> {
                throw Problem.conflict("Experiment '%s' already exists.", name);
              });
          ExperimentTable.rename(tx, caller.project(), id, name);
        });
  }

  /// Deletes it with its runs; nothing is lost until [#restore] can no longer be wanted.
  ///
  /// @throws Problem `not-found` when it is deleted already
  public void delete(Caller caller, ExperimentId id) {
    change(
        caller,
        Permission.MANAGE,
        id,
        "experiment.deleted",
        (tx, experiment) -> {
          if (experiment.deleted().isPresent()) {
            throw Problem.notFound("No active Experiment with id=%s exists", id);
          }
          ExperimentTable.delete(tx, caller.project(), id, clock.instant());
        });
  }

  /// Takes it back with the runs that were deleted with it.
  ///
  /// @throws Problem `not-found` when it is not deleted
  public void restore(Caller caller, ExperimentId id) {
    change(
        caller,
        Permission.MANAGE,
        id,
        "experiment.restored",
        (tx, experiment) -> {
          if (experiment.deleted().isEmpty()) {
            throw Problem.notFound("No deleted Experiment with id=%s exists", id);
          }
          ExperimentTable.restore(tx, caller.project(), id, experiment.deleted().get());
        });
  }

  public void setTag(Caller caller, ExperimentId id, Tag tag) {
    Limits.experimentTag(tag);
    change(
        caller,
        id,
        "",
        (tx, experiment) -> {
          requireActive(experiment);
          ExperimentTable.tag(tx, caller.project(), id, tag);
        });
  }

  /// @throws Problem `not-found` when it has no such tag
  public void deleteTag(Caller caller, ExperimentId id, String key) {
    change(
        caller,
        id,
        "",
        (tx, experiment) -> {
          requireActive(experiment);
          if (!ExperimentTable.deleteTag(tx, caller.project(), id, key)) {
            throw Problem.notFound("No tag with name: %s in experiment with id %s", key, id);
          }
        });
  }

  /// Refuses what would be put into a deleted experiment, within the unit of work that does so.
  ///
  /// @throws Problem `not-found` when there is no such experiment, `invalid-request` when it is
  ///   deleted
  public static void requireActive(Transaction tx, Caller caller, ExperimentId id) {
    requireActive(load(tx, caller, Permission.WRITE_RUNS, id));
  }

  /// Refuses who does not manage an experiment.
  public static void requireManaged(Transaction tx, Caller caller, ExperimentId id) {
    load(tx, caller, Permission.MANAGE, id);
  }

  static void requireActive(Experiment experiment) {
    if (experiment.deleted().isPresent()) {
      throw Problem.invalid(
          "The experiment %s must be in the 'active' state. Current state is deleted.",
          experiment.id());
    }
  }

  private void change(
      Caller caller, ExperimentId id, String event, BiConsumer<Transaction, Experiment> work) {
    change(caller, Permission.WRITE_RUNS, id, event, work);
  }

  private void change(
      Caller caller,
      Permission permission,
      ExperimentId id,
      String event,
      BiConsumer<Transaction, Experiment> work) {
    Reachable.require(caller, permission);
    requireDefault(caller.project());
    database.write(tx -> {
      Experiment experiment = load(tx, caller, permission, id);
      work.accept(tx, experiment);
      ExperimentTable.touch(tx, caller.project(), id, clock.instant());
      if (!event.isEmpty()) {
        publish(tx, caller, event, id, experiment.name());
      }
      return true;
    });
  }

  private void publish(Transaction tx, Caller caller, String type, ExperimentId id, String name) {
    events.publish(tx, caller, type, id.toString(), Map.of("name", name, "user", caller.user()));
  }
}
