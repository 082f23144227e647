package dev.rondo.ledger;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.Column;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Slice;
import dev.rondo.kernel.search.Sort;
import dev.rondo.kernel.search.SqlCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The experiments. Other tables know one by its integer key.
final class ExperimentTable {
  /// Makes experiments of the names that runs had, and of every project's default.
  static final String SCHEMA =
      """
      CREATE TABLE experiment (
        key INTEGER PRIMARY KEY, project TEXT NOT NULL, number INTEGER NOT NULL,
        name TEXT NOT NULL, artifact_location TEXT, created INTEGER NOT NULL,
        updated INTEGER NOT NULL, deleted INTEGER);
      CREATE UNIQUE INDEX experiment_by_number ON experiment (project, number);
      CREATE UNIQUE INDEX experiment_by_name ON experiment (project, name);
      CREATE INDEX experiment_by_age ON experiment (project, created DESC, number);
      CREATE TABLE experiment_tag (
        experiment INTEGER NOT NULL, project TEXT NOT NULL, key TEXT NOT NULL,
        value TEXT NOT NULL, PRIMARY KEY (experiment, key)) WITHOUT ROWID;
      INSERT INTO experiment (project, number, name, created, updated)
        SELECT project,
          CASE experiment WHEN 'default' THEN 0
            ELSE row_number() OVER (PARTITION BY project ORDER BY experiment = 'default', min(started)) END,
          CASE experiment WHEN 'default' THEN 'Default' ELSE experiment END, min(started), max(started)
        FROM run GROUP BY project, experiment
      """;

  private static final String COLUMNS =
      """
      e.number, e.name, e.artifact_location, e.created, e.updated, e.deleted,
      (SELECT json_group_object(t.key, t.value ORDER BY t.key) FROM experiment_tag t
        WHERE t.experiment = e.key) AS tags
      """;
  private static final Map<String, Column> ATTRIBUTES =
      Map.of(
          "name",
          Column.of("e.name"),
          "experiment_id",
          Column.of("e.number"),
          "creation_time",
          Column.of("e.created"),
          "last_update_time",
          Column.of("e.updated"));

  private ExperimentTable() {}

  /// The key of the experiment of a name, which is made when it is new.
  static long key(Transaction tx, ProjectName project, String name, Instant now) {
    return findKey(tx, project, name)
        .orElseGet(() -> {
          insert(tx, project, name, Optional.empty(), now);
          return findKey(tx, project, name).orElseThrow();
        });
  }

  static Optional<Long> findKey(Transaction tx, ProjectName project, String name) {
    return tx.find(
        "SELECT key FROM experiment WHERE project = ? AND name = ?",
        row -> row.number("key"),
        project,
        name);
  }

  /// The default experiment always has the number 0.
  static ExperimentId insert(
      Transaction tx,
      ProjectName project,
      String name,
      Optional<String> artifactLocation,
      Instant now) {
    return tx.find(
            """
            INSERT INTO experiment (project, number, name, artifact_location, created, updated)
            SELECT ?1, CASE ?2 WHEN ?5 THEN 0 ELSE coalesce(max(number), 0) + 1 END, ?2, ?3, ?4, ?4
            FROM experiment WHERE project = ?1 RETURNING number
            """,
            row -> new ExperimentId(row.number("number")),
            project,
            name,
            artifactLocation,
            now,
            Experiment.DEFAULT)
        .orElseThrow();
  }

  static Optional<Experiment> find(Transaction tx, ProjectName project, ExperimentId id) {
    return tx.find(
        "SELECT "
            + COLUMNS
            + " FROM experiment e WHERE e.project = ? AND e.number = ? AND e.removed IS NULL",
        ExperimentTable::experiment,
        project,
        id.number());
  }

  static Optional<Experiment> find(Transaction tx, ProjectName project, String name) {
    return tx.find(
        "SELECT " + COLUMNS + " FROM experiment e WHERE e.project = ? AND e.name = ?",
        ExperimentTable::experiment,
        project,
        name);
  }

  static void rename(Transaction tx, ProjectName project, ExperimentId id, String name) {
    tx.update(
        "UPDATE experiment SET name = ? WHERE project = ? AND number = ?",
        name,
        project,
        id.number());
  }

  /// Takes over the times of an experiment's origin. What was deleted here stays so.
  static void bring(Transaction tx, ProjectName project, ExperimentId id, ImportedExperiment from) {
    tx.update(
        "UPDATE experiment SET created = min(created, ?), updated = ?,"
            + " deleted = coalesce(deleted, ?) WHERE project = ? AND number = ?",
        from.created(),
        from.updated(),
        from.deleted(),
        project,
        id.number());
  }

  static void touch(Transaction tx, ProjectName project, ExperimentId id, Instant now) {
    tx.update(
        "UPDATE experiment SET updated = ? WHERE project = ? AND number = ?",
        now,
        project,
        id.number());
  }

  /// Whether there is another than the default one, or something in that.
  static boolean isUsed(Transaction tx, ProjectName project) {
    return tx.find(
            """
            SELECT 1 FROM experiment e WHERE e.project = ? AND (e.number <> 0
              OR EXISTS (SELECT 1 FROM run r WHERE r.experiment = e.key)
              OR EXISTS (SELECT 1 FROM logged_model m WHERE m.experiment = e.key)
              OR EXISTS (SELECT 1 FROM trace t WHERE t.experiment = e.key)) LIMIT 1
            """,
            _ -> true,
            project)
        .isPresent();
  }

  /// The runs that go with it are known by the same moment.
  static void delete(Transaction tx, ProjectName project, ExperimentId id, Instant now) {
    tx.update(
        "UPDATE experiment SET deleted = ? WHERE project = ? AND number = ?",
        now,
        project,
        id.number());
    tx.update(
        "UPDATE run SET deleted = ? WHERE deleted IS NULL AND experiment ="
            + " (SELECT key FROM experiment WHERE project = ? AND number = ?)",
        now,
        project,
        id.number());
  }

  static void restore(Transaction tx, ProjectName project, ExperimentId id, Instant deleted) {
    tx.update(
        "UPDATE run SET deleted = NULL WHERE deleted = ? AND experiment ="
            + " (SELECT key FROM experiment WHERE project = ? AND number = ?)",
        deleted,
        project,
        id.number());
    tx.update(
        "UPDATE experiment SET deleted = NULL WHERE project = ? AND number = ?",
        project,
        id.number());
  }

  static void tag(Transaction tx, ProjectName project, ExperimentId id, Tag tag) {
    tx.update(
        """
        INSERT INTO experiment_tag (experiment, project, key, value)
        SELECT key, project, ?, ? FROM experiment WHERE project = ? AND number = ?
        ON CONFLICT (experiment, key) DO UPDATE SET value = excluded.value
        """,
        tag.key(),
        tag.value(),
        project,
        id.number());
  }

  /// @return whether it was there
  static boolean deleteTag(Transaction tx, ProjectName project, ExperimentId id, String key) {
    return tx.update(
            "DELETE FROM experiment_tag WHERE key = ? AND experiment ="
                + " (SELECT key FROM experiment WHERE project = ? AND number = ?)",
            key,
            project,
            id.number())
        > 0;
  }

  static Slice<Experiment> search(Transaction tx, Caller caller, ExperimentSearch search) {
    List<Object> arguments = new ArrayList<>(List.of(caller.project()));
    StringBuilder sql =
        new StringBuilder("SELECT " + COLUMNS + " FROM experiment e WHERE e.project = ? AND ")
            .append(search.view().sql("e"))
            .append(Reachable.and(caller, "e.number", arguments));
    for (Condition condition : search.conditions()) {
      sql.append(" AND ").append(sql(condition, arguments));
    }
    sql.append(
        Stream.concat(
                search.orders().stream().map(ExperimentTable::sql),
                Stream.of("e.created DESC", "e.number"))
            .collect(Collectors.joining(", ", " ORDER BY ", " LIMIT ? OFFSET ?")));
    arguments.add(search.limit() + 1);
    arguments.add(search.offset());
    return Slice.of(
        tx.list(sql.toString(), ExperimentTable::experiment, arguments.toArray()), search.limit());
  }

  /// Read off indexes, and no more of them than is told.
  static Map<ExperimentId, ExperimentActivity> activity(
      Transaction tx, ProjectName project, List<ExperimentId> some) {
    Map<ExperimentId, ExperimentActivity> all = new HashMap<>();
    tx.list(
        """
        SELECT e.number,
          (SELECT count(*) FROM (SELECT 1 FROM run r
            WHERE r.experiment = e.key AND r.deleted IS NULL AND r.silent = 0 LIMIT ?3)) AS runs,
          (SELECT count(*) FROM (SELECT 1 FROM logged_model m
            WHERE m.experiment = e.key AND m.deleted IS NULL LIMIT ?3)) AS models,
          (SELECT count(*) FROM (SELECT 1 FROM trace t
            WHERE t.project = e.project AND t.experiment = e.number LIMIT ?3)) AS traces,
          max(e.created, e.updated,
            coalesce((SELECT max(r.started) FROM run r WHERE r.experiment = e.key), 0),
            coalesce((SELECT max(t.started) FROM trace t
              WHERE t.project = e.project AND t.experiment = e.number), 0)) AS last
        FROM json_each(?1) j CROSS JOIN experiment e ON e.project = ?2 AND e.number = j.value
        """,
        row ->
            all.put(
                new ExperimentId(row.number("number")),
                new ExperimentActivity(
                    row.number("runs"),
                    row.number("models"),
                    row.number("traces"),
                    row.time("last"))),
        Json.write(some.stream().map(ExperimentId::number).toList()),
        project,
        ExperimentActivity.MOST);
    return all;
  }

  private static String sql(Condition condition, List<Object> arguments) {
    Column attribute = ATTRIBUTES.get(condition.key());
    if (!condition.entity().equals("tags") && attribute != null) {
      return SqlCondition.of(condition, attribute, arguments);
    }
    arguments.add(condition.key());
    String tag = "EXISTS (SELECT 1 FROM experiment_tag t WHERE t.experiment = e.key AND t.key = ?";
    return Operator.OF_PRESENCE.contains(condition.operator())
        ? (condition.operator() == Operator.IS_NULL ? "NOT " : "") + tag + ")"
        : tag + " AND " + SqlCondition.of(condition, Column.of("t.value"), arguments) + ")";
  }

  private static String sql(Sort order) {
    return ATTRIBUTES.get(order.key()) + (order.isAscending() ? "" : " DESC");
  }

  private static Experiment experiment(Row row) {
    List<Tag> tags = new ArrayList<>();
    Json.parseObject(row.text("tags"))
        .forEachEntry((key, value) -> tags.add(new Tag(key, value.stringValue())));
    return new Experiment(
        new ExperimentId(row.number("number")),
        row.text("name"),
        row.optionalText("artifact_location"),
        row.time("created"),
        row.time("updated"),
        row.optionalTime("deleted"),
        tags);
  }
}
