package dev.rondo.access;

import dev.rondo.kernel.Level;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The users with their roles and grants.
final class UserTable {
  static final String SCHEMA =
      """
      CREATE TABLE account (
        key INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, password TEXT NOT NULL,
        administrator INTEGER NOT NULL, created INTEGER NOT NULL);
      CREATE TABLE account_role (
        account INTEGER NOT NULL, project TEXT NOT NULL, role TEXT NOT NULL,
        PRIMARY KEY (account, project, role)) WITHOUT ROWID;
      CREATE INDEX account_role_by_project ON account_role (project, role);
      CREATE TABLE account_grant (
        account INTEGER NOT NULL, project TEXT NOT NULL, kind TEXT NOT NULL,
        number INTEGER NOT NULL, level TEXT NOT NULL,
        PRIMARY KEY (account, project, kind, number)) WITHOUT ROWID
      """;

  private static final String COLUMNS = "key, name, administrator, created";

  private UserTable() {}

  static User insert(
      Transaction tx, String name, String hash, boolean isAdministrator, Instant now) {
    return tx.find(
            "INSERT INTO account (name, password, administrator, created) VALUES (?, ?, ?, ?)"
                + " RETURNING "
                + COLUMNS,
            UserTable::user,
            name,
            hash,
            isAdministrator,
            now)
        .orElseThrow();
  }

  static Optional<User> find(Transaction tx, String name) {
    return tx.find("SELECT " + COLUMNS + " FROM account a WHERE a.name = ?", UserTable::user, name);
  }

  static List<User> all(Transaction tx) {
    return tx.list("SELECT " + COLUMNS + " FROM account a ORDER BY a.name", UserTable::user);
  }

  static long administrators(Transaction tx) {
    return tx.find(
            "SELECT count(*) AS number FROM account WHERE administrator = 1",
            row -> row.number("number"))
        .orElseThrow();
  }

  static Optional<String> hash(Transaction tx, User user) {
    return tx.find(
        "SELECT password FROM account WHERE key = ?", row -> row.text("password"), user.id());
  }

  static Optional<Holdings> holdings(Transaction tx, String name) {
    return find(tx, name)
        .map(user ->
            Holdings.of(user, hash(tx, user).orElseThrow(), roles(tx, user), grants(tx, user)));
  }

  static void setPassword(Transaction tx, User user, String hash) {
    tx.update("UPDATE account SET password = ? WHERE key = ?", hash, user.id());
  }

  static void setAdministrator(Transaction tx, User user, boolean isAdministrator) {
    tx.update("UPDATE account SET administrator = ? WHERE key = ?", isAdministrator, user.id());
  }

  static void delete(Transaction tx, User user) {
    tx.update("DELETE FROM account_grant WHERE account = ?", user.id());
    tx.update("DELETE FROM account_role WHERE account = ?", user.id());
    tx.update("DELETE FROM account WHERE key = ?", user.id());
  }

  /// @return whether it is new
  static boolean assign(Transaction tx, Assignment one) {
    return tx.update(
            "INSERT INTO account_role (account, project, role) VALUES (?, ?, ?)"
                + " ON CONFLICT DO NOTHING",
            one.user().id(),
            one.project(),
            one.role().text())
        > 0;
  }

  /// @return whether it was there
  static boolean unassign(Transaction tx, Assignment one) {
    return tx.update(
            "DELETE FROM account_role WHERE account = ? AND project = ? AND role = ?",
            one.user().id(),
            one.project(),
            one.role().text())
        > 0;
  }

  static List<Assignment> roles(Transaction tx, User user) {
    return tx.list(
        "SELECT project, role FROM account_role WHERE account = ? ORDER BY project, role",
        row -> new Assignment(user, project(row), Role.parse(row.text("role"))),
        user.id());
  }

  static List<Assignment> roles(Transaction tx, ProjectName project) {
    return tx.list(
        "SELECT "
            + COLUMNS
            + ", r.project, r.role FROM account_role r JOIN account a ON a.key = r.account"
            + " WHERE r.project = ? ORDER BY a.name, r.role",
        row -> new Assignment(user(row), project, Role.parse(row.text("role"))),
        project);
  }

  static List<Grant> grants(Transaction tx, User user) {
    return tx.list(
        "SELECT project, kind, number, level FROM account_grant WHERE account = ?"
            + " ORDER BY project, kind, number",
        row ->
            new Grant(
                project(row),
                new Thing(Thing.Kind.valueOf(row.text("kind")), row.number("number")),
                Level.valueOf(row.text("level"))),
        user.id());
  }

  static Optional<Level> level(Transaction tx, User user, ProjectName project, Thing thing) {
    return tx.find(
        "SELECT level FROM account_grant WHERE account = ? AND project = ? AND kind = ?"
            + " AND number = ?",
        row -> Level.valueOf(row.text("level")),
        user.id(),
        project,
        thing.kind(),
        thing.number());
  }

  static void grant(Transaction tx, User user, Grant grant) {
    tx.update(
        """
        INSERT INTO account_grant (account, project, kind, number, level) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (account, project, kind, number) DO UPDATE SET level = excluded.level
        """,
        user.id(),
        grant.project(),
        grant.thing().kind(),
        grant.thing().number(),
        grant.level());
  }

  static void revoke(Transaction tx, User user, ProjectName project, Thing thing) {
    tx.update(
        "DELETE FROM account_grant WHERE account = ? AND project = ? AND kind = ? AND number = ?",
        user.id(),
        project,
        thing.kind(),
        thing.number());
  }

  private static ProjectName project(Row row) {
    return new ProjectName(row.text("project"));
  }

  private static User user(Row row) {
    return new User(
        row.number("key"), row.text("name"), row.number("administrator") != 0, row.time("created"));
  }
}
