package dev.rondo.api.mlflow;

import dev.rondo.access.Grant;
import dev.rondo.access.Levels;
import dev.rondo.access.User;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Level;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.Experiments;
import dev.rondo.registry.Catalog;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Things by the name that clients have for them, and the levels that users hold on them.
record LevelMessages(Levels levels, Experiments experiments, Catalog models) {

  /// @throws dev.rondo.kernel.Problem `not-found`
  Thing thing(Caller caller, Thing.Kind kind, String name) {
    return switch (kind) {
      case EXPERIMENT ->
          Thing.experiment(experiments.load(caller, ExperimentId.parse(name)).id().number());
      case REGISTERED_MODEL -> models.thing(caller, name);
    };
  }

  /// What a user holds in the caller's project, on things that the caller knows of.
  void put(ObjectNode json, Caller caller, User user) {
    for (Grant grant : levels.all(caller, user.name())) {
      if (grant.project().equals(caller.project())) {
        name(caller, grant.thing())
            .map(name -> one(grant.thing().kind(), name, user, grant.level()))
            .ifPresent(json.withArray(field(grant.thing().kind()) + "s")::add);
      }
    }
  }

  /// What clients call a thing; empty when it is gone.
  Optional<String> name(Caller caller, Thing thing) {
    return switch (thing.kind()) {
      case EXPERIMENT ->
          experiments
              .find(caller, new ExperimentId(thing.number()))
              .map(found -> found.id().toString());
      case REGISTERED_MODEL -> models.name(caller, thing);
    };
  }

  static String field(Thing.Kind kind) {
    return switch (kind) {
      case EXPERIMENT -> "experiment_permission";
      case REGISTERED_MODEL -> "registered_model_permission";
    };
  }

  /// The field of a request that names the thing.
  static String nameField(Thing.Kind kind) {
    return kind == Thing.Kind.EXPERIMENT ? "experiment_id" : "name";
  }

  static ObjectNode one(Thing.Kind kind, String name, User user, Level level) {
    return Json.object()
        .put(nameField(kind), name)
        .put("user_id", user.id())
        .put("permission", level.name());
  }
}
