package dev.rondo.api.mlflow;

import dev.rondo.access.Role;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Level;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.Thing.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// How roles look to MLflow's clients, which know levels: on a whole project, and on its things.
final class RoleLevels {
  /// What a level on a whole project is here.
  static final Map<Level, Role> OF_PROJECTS =
      Map.of(
          Level.READ, Role.BUSINESS_STAKEHOLDER,
          Level.USE, Role.SOLUTION_ARCHITECT,
          Level.EDIT, Role.DATA_SCIENTIST,
          Level.MANAGE, Role.ML_ENGINEER);

  private RoleLevels() {}

  /// The role that a level on a project stands for; none for [Level#NO_PERMISSIONS].
  static Optional<Role> role(Level level) {
    return Optional.ofNullable(OF_PROJECTS.get(level));
  }

  /// The level on a project that a user's roles amount to; empty when they have none.
  static Optional<Level> ofProject(List<Role> roles) {
    return roles.isEmpty()
        ? Optional.empty()
        : Optional.of(of(Role.permissions(Set.copyOf(roles))::contains, Kind.EXPERIMENT));
  }

  /// What a role permits with every thing of a kind.
  static Level of(Role role, Kind kind) {
    return of(role.permissions()::contains, kind);
  }

  /// What a caller may do with a thing.
  static Level of(Caller caller, Thing thing) {
    return of(
        permission -> caller.reach(permission, thing.kind()).contains(thing.number()),
        thing.kind());
  }

  private static Level of(Predicate<Permission> may, Kind kind) {
    Permission writing =
        kind == Kind.EXPERIMENT ? Permission.WRITE_RUNS : Permission.REGISTER_MODELS;
    if (!may.test(Permission.READ)) {
      return Level.NO_PERMISSIONS;
    }
    if (may.test(Permission.MANAGE)) {
      return Level.MANAGE;
    }
    if (may.test(writing)) {
      return Level.EDIT;
    }
    return may.test(Permission.PREDICT) ? Level.USE : Level.READ;
  }
}
