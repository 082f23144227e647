package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Which alias points at which version, and how they moved.
final class AliasTable {
  private AliasTable() {}

  static OptionalInt version(Transaction tx, long model, String alias) {
    return tx.find(
            "SELECT version FROM model_alias WHERE model = ? AND alias = ?",
            row -> OptionalInt.of((int) row.number("version")),
            model,
            alias)
        .orElse(OptionalInt.empty());
  }

  static void move(Transaction tx, Caller caller, long model, AliasChange change) {
    if (change.version().isPresent()) {
      tx.update(
          "INSERT INTO model_alias (model, alias, version, project) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT DO UPDATE SET version = excluded.version",
          model,
          change.alias(),
          change.version().getAsInt(),
          caller.project());
    } else {
      tx.update("DELETE FROM model_alias WHERE model = ? AND alias = ?", model, change.alias());
    }
    tx.update(
        "INSERT INTO model_alias_change (project, model, alias, version, previous, reason, user, at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        caller.project(),
        model,
        change.alias(),
        asLong(change.version()),
        asLong(change.previous()),
        change.reason(),
        change.by(),
        change.at());
  }

  /// Takes an alias from a version that goes.
  static void remove(
      Transaction tx, Caller caller, long model, ModelVersion holder, String alias, Instant now) {
    OptionalInt previous = OptionalInt.of(holder.version());
    AliasChange change =
        new AliasChange(
            holder.model(),
            alias,
            OptionalInt.empty(),
            previous,
            "Version " + holder.version() + " was deleted.",
            caller.user(),
            now);
    move(tx, caller, model, change);
  }

  /// The newest first.
  static List<AliasChange> changes(Transaction tx, Caller caller, String model, int limit) {
    String sql =
        "SELECT c.* FROM model_alias_change c JOIN model m ON m.key = c.model"
            + " WHERE m.project = ? AND m.name = ? AND m.deleted IS NULL ORDER BY c.id DESC LIMIT ?";
    return Readable.of(caller, sql, model, limit).list(tx, row -> change(model, row));
  }

  private static AliasChange change(String model, Row row) {
    return new AliasChange(
        model,
        row.text("alias"),
        asInt(row.optionalNumber("version")),
        asInt(row.optionalNumber("previous")),
        row.text("reason"),
        row.text("user"),
        row.time("at"));
  }

  private static OptionalInt asInt(OptionalLong value) {
    return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
  }

  private static OptionalLong asLong(OptionalInt value) {
    return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
  }
}
