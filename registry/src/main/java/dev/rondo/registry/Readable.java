package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Reach;
import dev.rondo.kernel.Thing.Kind;
import dev.rondo.kernel.database.RowMapper;
import dev.rondo.kernel.database.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A statement over the models of a caller's project, or their versions, narrowed to those that the
/// caller may read. Its first place is the project's. Confined to one thread.
final class Readable {
  private static final String VERSIONS = "v.project = ?";
  private static final String MODELS = "m.project = ?";

  private final StringBuilder sql;
  private final List<Object> arguments = new ArrayList<>();

  private Readable(Caller caller, String sql) {
    arguments.add(caller.project());
    this.sql = new StringBuilder(narrowed(caller, sql));
  }

  /// @param sql with `v.project = ?`, where it begins among the versions, or `m.project = ?`
  static Readable of(Caller caller, String sql, Object... more) {
    Readable all = new Readable(caller, sql);
    all.arguments.addAll(List.of(more));
    return all;
  }

  private String narrowed(Caller caller, String text) {
    Reach reach = caller.reach(Permission.READ, Kind.REGISTERED_MODEL);
    if (reach.isWhole()) {
      return text;
    }
    String place = text.contains(VERSIONS) ? VERSIONS : MODELS;
    String column = place.equals(VERSIONS) ? "v.model" : "m.key";
    return text.replace(place, place + reach.and(column, arguments));
  }

  /// What follows the statement.
  StringBuilder sql() {
    return sql;
  }

  /// What stands in the places, to which more may be added.
  List<Object> arguments() {
    return arguments;
  }

  <T> List<T> list(Transaction tx, RowMapper<T> mapper) {
    return tx.list(sql.toString(), mapper, arguments.toArray());
  }

  <T> Optional<T> find(Transaction tx, RowMapper<T> mapper) {
    return tx.find(sql.toString(), mapper, arguments.toArray());
  }
}
