package dev.rondo.access;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Level;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The levels that users hold on single things. Whoever manages a thing gives them, in the project
/// that they act in. Thread-safe.
public final class Levels {
  private final Database database;
  private final AuditLog audit;
  private final Users users;

  Levels(Database database, AuditLog audit, Users users) {
    this.database = database;
    this.audit = audit;
    this.users = users;
  }

  /// What must hold before a change.
  private enum Before {
    NONE,
    ONE,
    ANY
  }

  /// Those of a user in all projects; those of the caller's project, unless the caller is the user
  /// or administers all.
  public List<Grant> all(Caller caller, String name) {
    users.requireSelf(caller, name);
    return database.read(tx -> UserTable.grants(tx, Users.load(tx, name))).stream()
        .filter(one -> users.isTold(caller, name, one.project()))
        .toList();
  }

  /// The level of a user's own, if they hold one. The user may ask, and whoever manages the thing.
  public Optional<Level> find(Caller caller, String name, Thing thing) {
    requireTold(caller, name, thing);
    return database.read(tx -> UserTable.level(tx, Users.load(tx, name), caller.project(), thing));
  }

  /// A user as they act in the caller's project. The user may ask, and whoever manages the thing.
  public Caller as(Caller caller, String name, Thing thing) {
    requireTold(caller, name, thing);
    return caller.user().equals(name)
        ? caller
        : users.holdings(name).orElseThrow(() -> Users.unknown(name)).caller(caller.project());
  }

  private static void requireTold(Caller caller, String name, Thing thing) {
    if (!caller.user().equals(name)) {
      requireManaged(caller, thing);
    }
  }

  private static void requireManaged(Caller caller, Thing thing) {
    caller.require(Permission.MANAGE, thing, () -> caller.refusal(Permission.MANAGE));
  }

  /// Gives a user a level.
  ///
  /// @throws Problem `conflict` when they hold one
  public User give(Caller caller, String name, Thing thing, Level level) {
    return put(caller, name, thing, Before.NONE, Optional.of(level));
  }

  /// Gives a user another level.
  ///
  /// @throws Problem `not-found` when they hold none
  public User change(Caller caller, String name, Thing thing, Level level) {
    return put(caller, name, thing, Before.ONE, Optional.of(level));
  }

  /// Gives a user a level, in place of any that they hold.
  public User set(Caller caller, String name, Thing thing, Level level) {
    return put(caller, name, thing, Before.ANY, Optional.of(level));
  }

  /// Takes a user the level: their roles count again.
  ///
  /// @throws Problem `not-found` when they hold none
  public User take(Caller caller, String name, Thing thing) {
    return put(caller, name, thing, Before.ONE, Optional.empty());
  }

  private User put(
      Caller caller, String name, Thing thing, Before expected, Optional<Level> level) {
    requireManaged(caller, thing);
    return users.change(tx -> {
      User user = Users.load(tx, name);
      Optional<Level> before = UserTable.level(tx, user, caller.project(), thing);
      check(user, thing, expected, before);
      level.ifPresentOrElse(
          one -> UserTable.grant(tx, user, new Grant(caller.project(), thing, one)),
          () -> UserTable.revoke(tx, user, caller.project(), thing));
      audit.append(tx, caller, action(before, level), name, details(thing, before, level));
      return user;
    });
  }

  private static void check(User user, Thing thing, Before expected, Optional<Level> before) {
    String kind = thing.kind().text().replace('-', ' ');
    if (expected == Before.NONE && before.isPresent()) {
      throw Problem.conflict(
          "'%s' has a permission for this %s already; change that one.", user.name(), kind);
    }
    if (expected == Before.ONE && before.isEmpty()) {
      throw Problem.notFound("'%s' has no permission of their own for this %s.", user.name(), kind);
    }
  }

  private static String action(Optional<Level> before, Optional<Level> level) {
    if (level.isEmpty()) {
      return "level.take";
    }
    return before.isEmpty() ? "level.give" : "level.change";
  }

  private static Map<String, Object> details(
      Thing thing, Optional<Level> before, Optional<Level> level) {
    return Map.of(
        "kind", thing.kind().text(),
        "number", thing.number(),
        "before", before.map(Level::name).orElse(""),
        "level", level.map(Level::name).orElse(""));
  }

  /// Whoever makes a thing manages it, from the unit of work on that makes it. Parts of the
  /// platform and the local administrator need no such thing.
  public void made(Transaction tx, Caller caller, Thing thing) {
    UserTable.find(tx, caller.user())
        .ifPresent(user -> {
          UserTable.grant(tx, user, new Grant(caller.project(), thing, Level.MANAGE));
          users.changed(tx);
        });
  }
}
