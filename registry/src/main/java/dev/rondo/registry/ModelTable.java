package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Thing.Kind;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.search.Column;
import dev.rondo.kernel.search.Slice;
import dev.rondo.kernel.search.Sort;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The models. Other tables know one by its integer key, so that a new name changes one row, and
/// what was deleted never mixes with a later model of the same name.
final class ModelTable {
  private static final String MODEL =
      """
      SELECT m.*,
        (SELECT count(*) FROM model_version v WHERE v.model = m.key AND v.deleted IS NULL)
          AS versions,
        (SELECT json_group_object(t.key, t.value) FROM model_tag t
          WHERE t.model = m.key AND t.version = 0) AS tags,
        (SELECT json_group_object(a.alias, a.version) FROM model_alias a WHERE a.model = m.key)
          AS aliases
      FROM model m WHERE m.deleted IS NULL AND m.project = ?
      """;
  private static final Map<String, Column> ATTRIBUTES =
      Map.of(
          "name",
          Column.of("m.name"),
          "creation_timestamp",
          Column.of("m.created"),
          "last_updated_timestamp",
          Column.of("m.updated"));

  private ModelTable() {}

  /// Of a model that the caller may read.
  static Optional<Long> key(Transaction tx, Caller caller, String name) {
    return anyKey(tx, caller, name)
        .filter(caller.reach(Permission.READ, Kind.REGISTERED_MODEL)::contains);
  }

  /// Also of a model that is hidden from the caller.
  static Optional<Long> anyKey(Transaction tx, Caller caller, String name) {
    return tx.find(
        "SELECT key FROM model WHERE project = ? AND name = ? AND deleted IS NULL",
        row -> row.number("key"),
        caller.project(),
        name);
  }

  static Optional<String> name(Transaction tx, Caller caller, long key) {
    return Readable.of(
            caller,
            "SELECT m.name FROM model m WHERE m.deleted IS NULL AND m.project = ? AND m.key = ?",
            key)
        .find(tx, row -> row.text("name"));
  }

  static long insert(Transaction tx, Caller caller, String name, String description, Instant now) {
    return tx.find(
            "INSERT INTO model (project, name, description, user, created, updated)"
                + " VALUES (?, ?, ?, ?, ?, ?) RETURNING key",
            row -> row.number("key"),
            caller.project(),
            name,
            description,
            caller.user(),
            now,
            now)
        .orElseThrow();
  }

  static Optional<Model> find(Transaction tx, Caller caller, String name) {
    return Readable.of(caller, MODEL + " AND m.name = ?", name).find(tx, ModelTable::model);
  }

  /// @param prompts whether prompts alone are wanted, or all others
  static List<Model> list(Transaction tx, Caller caller, boolean prompts, String after, int limit) {
    String sql =
        MODEL
            + (prompts ? " AND" : " AND NOT")
            + """
             EXISTS (SELECT 1 FROM model_tag t
               WHERE t.model = m.key AND t.version = 0 AND t.key = ? AND t.value = 'true')
             AND m.name > ? ORDER BY m.name LIMIT ?
            """;
    return Readable.of(caller, sql, ModelSearch.PROMPT, after, limit).list(tx, ModelTable::model);
  }

  /// Whether what goes by a name is a prompt of a client's.
  static boolean isPrompt(Transaction tx, Caller caller, String name) {
    return tx.find(
            """
            SELECT 1 AS one FROM model m JOIN model_tag t ON t.model = m.key AND t.version = 0
            WHERE m.project = ? AND m.name = ? AND m.deleted IS NULL AND t.key = ?
              AND t.value = 'true'
            """,
            row -> row.number("one"),
            caller.project(),
            name,
            ModelSearch.PROMPT)
        .isPresent();
  }

  static Slice<Model> search(Transaction tx, Caller caller, ModelSearch search) {
    Readable all = Readable.of(caller, MODEL);
    TagTable.restrict(
        all.sql(),
        search.conditions(),
        ATTRIBUTES,
        "t.model = m.key AND t.version = 0",
        all.arguments());
    all.sql().append(orders(search.orders(), ATTRIBUTES, "m.name")).append(" LIMIT ? OFFSET ?");
    all.arguments().add(search.limit() + 1);
    all.arguments().add(search.offset());
    return Slice.of(all.list(tx, ModelTable::model), search.limit());
  }

  /// SQL of orders, and what decides between equals.
  static String orders(List<Sort> orders, Map<String, Column> attributes, String... natural) {
    return Stream.concat(
            orders.stream()
                .map(one -> attributes.get(one.key()) + (one.isAscending() ? "" : " DESC")),
            Stream.of(natural))
        .collect(Collectors.joining(", ", " ORDER BY ", ""));
  }

  static void touch(Transaction tx, long key, Instant now) {
    tx.update("UPDATE model SET updated = ? WHERE key = ?", now, key);
  }

  static void describe(Transaction tx, long key, String description) {
    tx.update("UPDATE model SET description = ? WHERE key = ?", description, key);
  }

  static void setDeploymentJob(Transaction tx, long key, String job) {
    tx.update("UPDATE model SET deployment_job = ? WHERE key = ?", job, key);
  }

  static void rename(Transaction tx, long key, String name) {
    tx.update("UPDATE model SET name = ? WHERE key = ?", name, key);
  }

  static void delete(Transaction tx, long key, Instant now) {
    tx.update("UPDATE model SET deleted = ? WHERE key = ?", now, key);
    tx.update("DELETE FROM model_alias WHERE model = ?", key);
    tx.update("DELETE FROM model_tag WHERE model = ?", key);
    VersionTable.delete(tx, key, now);
  }

  private static Model model(Row row) {
    Map<String, Integer> aliases = new HashMap<>();
    TagTable.pairs(row.text("aliases"))
        .forEach((alias, version) -> aliases.put(alias, Integer.valueOf(version)));
    return new Model(
        row.text("name"),
        row.text("description"),
        TagTable.pairs(row.text("tags")),
        aliases,
        (int) row.number("versions"),
        row.text("deployment_job"),
        row.text("user"),
        row.time("created"),
        row.time("updated"));
  }
}
