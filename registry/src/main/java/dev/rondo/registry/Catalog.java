package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Makers;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.Texts;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.Thing.Kind;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.search.Slice;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is registered, as entries that people make, describe, tag, find, rename and delete. What a
/// version is used for is decided by the [Registry]. Thread-safe.
public final class Catalog {
  private final Database database;
  private final Events events;
  private final InstantSource clock;
  private final ServedModels served;
  private volatile VersionLineage lineage = VersionLineage.NONE;
  private volatile Makers makers = Makers.NOBODY;

  Catalog(Database database, Events events, InstantSource clock, ServedModels served) {
    this.database = database;
    this.events = events;
    this.clock = clock;
    this.served = served;
  }

  void follow(VersionLineage keeper) {
    lineage = keeper;
  }

  /// Makes a model without versions, and publishes `model.created`.
  ///
  /// @throws Problem `conflict` when the name is taken
  public Model create(Caller caller, String name, String description, Map<String, String> tags) {
    caller.require(Permission.REGISTER_MODELS);
    Rules.modelName(name);
    Rules.length("description", description, Rules.TEXT);
    tags.forEach(Rules::tag);
    return database.write(tx -> {
      requireFree(tx, caller, name);
      long key = insert(tx, caller, name, description);
      tags.forEach((tag, value) -> TagTable.put(tx, caller, key, 0, tag, value));
      publish(tx, caller, "model.created", name, Map.of("tags", tags, "description", description));
      return model(tx, caller, name);
    });
  }

  /// Makes a model that whoever makes it manages.
  long insert(Transaction tx, Caller caller, String name, String description) {
    long key = ModelTable.insert(tx, caller, name, description, clock.instant());
    makers.made(tx, caller, Thing.registeredModel(key));
    return key;
  }

  /// Notes who makes models, before the first is made.
  public void tell(Makers noting) {
    makers = noting;
  }

  /// The model of a name, as levels are held on it.
  ///
  /// @throws Problem `not-found`
  public Thing thing(Caller caller, String name) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return Thing.registeredModel(database.read(tx -> key(tx, caller, name)));
  }

  /// The name of a model on which levels are held, unless it is deleted or hidden.
  public Optional<String> name(Caller caller, Thing model) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(tx -> ModelTable.name(tx, caller, model.number()));
  }

  private static void requireFree(Transaction tx, Caller caller, String name) {
    if (ModelTable.anyKey(tx, caller, name).isPresent()) {
      throw Problem.conflict("Registered Model (name=%s) already exists.", name);
    }
  }

  private static Model model(Transaction tx, Caller caller, String name) {
    return ModelTable.find(tx, caller, name).orElseThrow(() -> unknown(name));
  }

  static long key(Transaction tx, Caller caller, String name) {
    return ModelTable.key(tx, caller, name).orElseThrow(() -> unknown(name));
  }

  /// Of a model with which the caller may do so.
  static long key(Transaction tx, Caller caller, Permission permission, String name) {
    long key = ModelTable.anyKey(tx, caller, name).orElseThrow(() -> unknown(name));
    caller.require(permission, Thing.registeredModel(key), () -> unknown(name));
    return key;
  }

  static Problem unknown(String name) {
    return Problem.notFound("Registered Model with name=%s not found", Texts.brief(name));
  }

  /// A version of a model with which the caller may do so.
  static ModelVersion version(
      Transaction tx, Caller caller, Permission permission, String model, int version) {
    requireReach(tx, caller, permission, model);
    return version(tx, caller, model, version);
  }

  /// Looks at the model only when there may be one with which the caller may not do so.
  static void requireReach(Transaction tx, Caller caller, Permission permission, String model) {
    if (!caller.reach(permission, Kind.REGISTERED_MODEL).isWhole()) {
      key(tx, caller, permission, model);
    }
  }

  static ModelVersion version(Transaction tx, Caller caller, String model, int version) {
    return VersionTable.find(tx, caller, model, version)
        .orElseThrow(() ->
            Problem.notFound(
                "Model Version (name=%s, version=%d) not found", Texts.brief(model), version));
  }

  /// @throws Problem `not-found`
  public Model load(Caller caller, String name) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(tx -> model(tx, caller, name));
  }

  /// One page.
  public Slice<Model> search(Caller caller, ModelSearch search) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(tx -> ModelTable.search(tx, caller, search));
  }

  /// One page.
  public Slice<ModelVersion> search(Caller caller, VersionSearch search) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(tx -> VersionTable.search(tx, caller, search));
  }

  /// The newest version of each status of each of the models, by model and number.
  public List<ModelVersion> newest(Caller caller, List<String> models) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(tx -> VersionTable.newest(tx, caller, models));
  }

  public Model describe(Caller caller, String name, String description) {
    Rules.length("description", description, Rules.TEXT);
    return change(
        caller,
        name,
        (tx, key) -> {
          ModelTable.describe(tx, key, description);
          ModelTable.touch(tx, key, clock.instant());
          return model(tx, caller, name);
        });
  }

  /// Notes the job of a client's that deploys a model; an empty id for none.
  public Model setDeploymentJob(Caller caller, String name, String job) {
    Rules.length("deployment job id", job, Rules.NAME);
    return change(
        caller,
        name,
        (tx, key) -> {
          ModelTable.setDeploymentJob(tx, key, job);
          ModelTable.touch(tx, key, clock.instant());
          return model(tx, caller, name);
        });
  }

  public ModelVersion describe(Caller caller, String name, int version, String description) {
    Rules.length("description", description, Rules.TEXT);
    return change(
        caller,
        name,
        (tx, key) -> {
          version(tx, caller, name, version);
          VersionTable.describe(tx, key, version, description);
          VersionTable.touch(tx, key, version, clock.instant());
          return version(tx, caller, name, version);
        });
  }

  public void setTag(Caller caller, String name, String key, String value) {
    Rules.tag(key, value);
    change(
        caller,
        name,
        (tx, model) -> {
          TagTable.put(tx, caller, model, 0, key, value);
          publish(tx, caller, "model.tag-set", name, Map.of("key", key, "value", value));
          return true;
        });
  }

  /// When there is no such tag, nothing happens.
  public void removeTag(Caller caller, String name, String key) {
    Rules.tagKey(key);
    change(
        caller,
        name,
        (tx, model) -> {
          TagTable.remove(tx, model, 0, key);
          publish(tx, caller, "model.tag-removed", name, Map.of("key", key));
          return true;
        });
  }

  public void setTag(Caller caller, String name, int version, String key, String value) {
    Rules.tag(key, value);
    change(
        caller,
        name,
        (tx, model) -> {
          version(tx, caller, name, version);
          TagTable.put(tx, caller, model, version, key, value);
          Map<String, ?> facts = Map.of("version", version, "key", key, "value", value);
          publish(tx, caller, "model.tag-set", name, facts);
          return true;
        });
  }

  /// When there is no such tag, nothing happens.
  public void removeTag(Caller caller, String name, int version, String key) {
    Rules.tagKey(key);
    change(
        caller,
        name,
        (tx, model) -> {
          version(tx, caller, name, version);
          TagTable.remove(tx, model, version, key);
          Map<String, ?> facts = Map.of("version", version, "key", key);
          publish(tx, caller, "model.tag-removed", name, facts);
          return true;
        });
  }

  /// Registers what lies somewhere as the model's next version, and publishes `model.registered`.
  ///
  /// @throws Problem `not-found` when there is no such model
  public ModelVersion register(Caller caller, NewVersion made) {
    return change(
        caller,
        made.model(),
        (tx, key) -> {
          ModelVersion version = insert(tx, caller, key, made, Optional.empty(), Readiness.READY);
          registered(tx, caller, version);
          return version;
        });
  }

  ModelVersion insert(
      Transaction tx,
      Caller caller,
      long key,
      NewVersion made,
      Optional<ModelContent> content,
      Readiness readiness) {
    int number = VersionTable.insert(tx, caller, key, made, content, readiness, clock.instant());
    made.source()
        .run()
        .filter(run -> !made.source().isOurs() && !lineage.isTold(tx, caller, run))
        .ifPresent(_ -> VersionTable.claim(tx, key, number));
    made.tags().forEach((tag, value) -> TagTable.put(tx, caller, key, number, tag, value));
    ModelTable.touch(tx, key, clock.instant());
    return version(tx, caller, made.model(), number);
  }

  /// Publishes `model.registered`.
  void registered(Transaction tx, Caller caller, ModelVersion version) {
    long key = key(tx, caller, version.model());
    if (!VersionTable.isClaimed(tx, key, version.version())) {
      lineage.registered(tx, caller, version);
    }
    Map<String, Object> facts = new HashMap<>();
    facts.put("version", version.version());
    facts.put("digest", version.digest().value());
    facts.put("source", version.source().source());
    facts.put("description", version.description());
    facts.put("tags", version.tags());
    version.run().ifPresent(run -> facts.put("run", run));
    publish(tx, caller, "model.registered", version.model(), facts);
  }

  /// Gives a model another name, under which everything of it is found, and publishes
  /// `model.renamed`.
  ///
  /// @throws Problem `conflict` when the name is taken; `precondition-failed` when the model has
  ///   endpoints, whose deployments and predictions name it
  public Model rename(Caller caller, String name, String newName) {
    Rules.modelName(newName);
    return change(
        caller,
        name,
        (tx, key) -> {
          requireUnserved(tx, caller, name, "renamed");
          if (!newName.equals(name)) {
            requireFree(tx, caller, newName);
          }
          ModelTable.rename(tx, key, newName);
          ModelTable.touch(tx, key, clock.instant());
          lineage.renamed(tx, caller, name, newName);
          publish(tx, caller, "model.renamed", newName, Map.of("from", name));
          return model(tx, caller, newName);
        });
  }

  boolean isServed(Transaction tx, Caller caller, String name) {
    return !endpoints(tx, caller, name).isEmpty();
  }

  /// Which endpoints there are is asked by the registry itself, whoever the caller is.
  private List<String> endpoints(Transaction tx, Caller caller, String name) {
    return served.endpoints(tx, Caller.platform("registry", caller.project()), name);
  }

  private void requireUnserved(Transaction tx, Caller caller, String name, String what) {
    List<String> endpoints = endpoints(tx, caller, name);
    if (!endpoints.isEmpty()) {
      throw Problem.of(
          ProblemCode.PRECONDITION_FAILED,
          "The model '%s' cannot be %s: its deployments at %s, and the predictions they gave, name"
              + " it.",
          name,
          what,
          endpoints);
    }
  }

  /// Deletes a model with its versions, and publishes `model.deleted`. A later model of the name is
  /// another one.
  ///
  /// @throws Problem `precondition-failed` when the model has endpoints
  public void delete(Caller caller, String name) {
    caller.require(Permission.MANAGE, Kind.REGISTERED_MODEL);
    change(
        caller,
        Permission.MANAGE,
        name,
        (tx, key) -> {
          requireUnserved(tx, caller, name, "deleted");
          ModelTable.delete(tx, key, clock.instant());
          lineage.deleted(tx, caller, name, key);
          publish(tx, caller, "model.deleted", name, Map.of("key", key));
          return true;
        });
  }

  /// Deletes a version: nobody finds it any more, where it came from is forgotten, and its number
  /// is never used again. Publishes `model.version-deleted`.
  ///
  /// @throws Problem `precondition-failed` when it is what endpoints may have served
  public void delete(Caller caller, String name, int version) {
    caller.require(Permission.MANAGE, Kind.REGISTERED_MODEL);
    change(
        caller,
        Permission.MANAGE,
        name,
        (tx, key) -> {
          ModelVersion chosen = version(tx, caller, name, version);
          if (chosen.findContent().isPresent() && isServed(tx, caller, name)) {
            throw Problem.of(
                ProblemCode.PRECONDITION_FAILED,
                "Version %d of '%s' cannot be deleted: the model is served, and predictions are"
                    + " traced back to their version. Archive it instead.",
                version,
                name);
          }
          chosen
              .aliases()
              .forEach(alias -> AliasTable.remove(tx, caller, key, chosen, alias, clock.instant()));
          VersionTable.delete(tx, key, version, clock.instant());
          ModelTable.touch(tx, key, clock.instant());
          lineage.deleted(tx, caller, name, version);
          publish(tx, caller, "model.version-deleted", name, Map.of("version", version));
          return true;
        });
  }

  private interface Change<T> {
    T apply(Transaction tx, long key);
  }

  private <T> T change(Caller caller, String name, Change<T> work) {
    return change(caller, Permission.REGISTER_MODELS, name, work);
  }

  private <T> T change(Caller caller, Permission permission, String name, Change<T> work) {
    caller.require(permission, Kind.REGISTERED_MODEL);
    return database.write(tx -> work.apply(tx, key(tx, caller, permission, name)));
  }

  private void publish(
      Transaction tx, Caller caller, String type, String model, Map<String, ?> facts) {
    Map<String, Object> data = new HashMap<>(facts);
    data.put("model", model);
    data.put("user", caller.user());
    if (ModelTable.isPrompt(tx, caller, model)) {
      data.put("prompt", true);
    }
    events.publish(tx, caller, type, model, data);
  }
}
