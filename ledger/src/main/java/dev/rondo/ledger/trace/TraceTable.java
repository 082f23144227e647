package dev.rondo.ledger.trace;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Slice;
import dev.rondo.kernel.search.Sort;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The traces with their tags and metadata, and the runs and prompts that they are linked with.
/// Other tables know a trace by its integer key, but a run may be linked before its trace has come.
final class TraceTable {
  static final String SCHEMA =
      """
      CREATE TABLE trace (
        key INTEGER PRIMARY KEY, project TEXT NOT NULL, id TEXT NOT NULL,
        experiment INTEGER NOT NULL, client_request_id TEXT, started INTEGER NOT NULL,
        millis INTEGER, state TEXT NOT NULL, request TEXT, response TEXT,
        derived INTEGER NOT NULL);
      CREATE UNIQUE INDEX trace_by_id ON trace (project, id);
      CREATE INDEX trace_by_time ON trace (project, experiment, started DESC, id);
      CREATE TABLE trace_tag (
        trace INTEGER NOT NULL, project TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (trace, key)) WITHOUT ROWID;
      CREATE TABLE trace_metadata (
        trace INTEGER NOT NULL, project TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (trace, key)) WITHOUT ROWID;
      CREATE TABLE trace_prompt (
        trace INTEGER NOT NULL, project TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
        PRIMARY KEY (trace, name, version)) WITHOUT ROWID;
      CREATE TABLE trace_run (
        project TEXT NOT NULL, trace TEXT NOT NULL, run TEXT NOT NULL,
        PRIMARY KEY (project, trace, run)) WITHOUT ROWID;
      CREATE INDEX trace_run_by_run ON trace_run (project, run)
      """;

  /// The traces of a run are found at once.
  static final String SCHEMA_2 =
      "CREATE INDEX trace_metadata_by_run ON trace_metadata (project, value, trace) WHERE key = '"
          + Trace.SOURCE_RUN
          + "'";

  /// Whether the run of a trace is named by somebody who may not write to it, and is not told of
  /// it.
  static final String SCHEMA_CLAIMED =
      "ALTER TABLE trace_metadata ADD COLUMN claimed INTEGER NOT NULL DEFAULT 0";

  private static final List<String> OF_TRACES =
      List.of("trace_tag", "trace_metadata", "trace_prompt", "trace_span", "trace_assessment");
  private static final String COLUMNS =
      """
      t.key, t.id, t.experiment, t.client_request_id, t.started, t.millis, t.state, t.request,
      t.response,
      (SELECT json_group_object(g.key, g.value) FROM trace_tag g WHERE g.trace = t.key) AS tags,
      (SELECT json_group_object(m.key, m.value) FROM trace_metadata m WHERE m.trace = t.key)
        AS metadata
      """;

  private static final String AMONG = "json_each(?) c CROSS JOIN trace t ON t.key = c.value";

  private TraceTable() {}

  static Optional<Long> key(Transaction tx, ProjectName project, TraceId id) {
    return tx.find(
        "SELECT key FROM trace WHERE project = ? AND id = ?",
        row -> row.number("key"),
        project,
        id);
  }

  /// Whether nothing but its spans has told of it.
  static boolean isDerived(Transaction tx, long key) {
    return tx.find("SELECT derived FROM trace WHERE key = ?", row -> row.flag("derived"), key)
        .orElse(true);
  }

  /// Stores a trace in place of what was known of it; tags and metadata are added.
  ///
  /// @param isDerived whether nothing but its spans tells of it
  /// @return its key
  static long put(Transaction tx, ProjectName project, Trace trace, boolean isDerived) {
    long key =
        tx.find(
                """
                INSERT INTO trace (project, id, experiment, client_request_id, started, millis,
                  state, request, response, derived)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (project, id) DO UPDATE SET experiment = excluded.experiment,
                  client_request_id = excluded.client_request_id, started = excluded.started,
                  millis = excluded.millis, state = excluded.state, request = excluded.request,
                  response = excluded.response, derived = excluded.derived
                RETURNING key
                """,
                row -> row.number("key"),
                project,
                trace.id(),
                trace.experiment().number(),
                trace.exchange().clientRequestId(),
                trace.course().started(),
                trace.course().millis(),
                trace.course().state(),
                trace.exchange().request(),
                trace.exchange().response(),
                isDerived)
            .orElseThrow();
    trace.tags().forEach((name, value) -> tag(tx, project, key, name, value));
    trace.metadata().forEach((name, value) -> metadata(tx, project, key, name, value));
    return key;
  }

  /// Refuses a trace that has come to have too much; the transaction is then undone.
  static void requireRoom(Transaction tx, long key) {
    requireRoom(tx, key, "trace_tag", "tags", TraceLimits.ENTRIES);
    requireRoom(tx, key, "trace_metadata", "entries of metadata", TraceLimits.ENTRIES);
    requireRoom(tx, key, "trace_span", "spans", TraceLimits.SPANS);
    requireRoom(tx, key, "trace_assessment", "assessments", TraceLimits.ASSESSMENTS);
  }

  private static void requireRoom(Transaction tx, long key, String table, String what, int most) {
    long found =
        tx.find(
                "SELECT count(*) AS found FROM " + table + " WHERE trace = ?",
                row -> row.number("found"),
                key)
            .orElse(0L);
    if (found > most) {
      throw Problem.invalid("The trace has %d %s; %d are the most.", found, what, most);
    }
  }

  /// Notes how a trace ended.
  static void end(Transaction tx, long key, Instant ended, TraceState state) {
    tx.update(
        "UPDATE trace SET millis = max(0, ? - started), state = ? WHERE key = ?",
        ended,
        state,
        key);
  }

  static void tag(Transaction tx, ProjectName project, long trace, String key, String value) {
    entry(tx, "trace_tag", "", project, trace, key, value);
  }

  static void metadata(Transaction tx, ProjectName project, long trace, String key, String value) {
    entry(tx, "trace_metadata", ", claimed = 0", project, trace, key, value);
  }

  /// Notes that the run which a trace has just been told to be of has not taken it.
  static void claim(Transaction tx, long trace) {
    tx.update(
        "UPDATE trace_metadata SET claimed = 1 WHERE trace = ? AND key = ?",
        trace,
        Trace.SOURCE_RUN);
  }

  private static void entry(
      Transaction tx,
      String table,
      String changes,
      ProjectName project,
      long trace,
      String key,
      String value) {
    tx.update(
        "INSERT INTO "
            + table
            + " (trace, project, key, value) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (trace, key) DO UPDATE SET value = excluded.value"
            + changes,
        trace,
        project,
        key,
        value);
  }

  /// @return whether it was there
  static boolean deleteTag(Transaction tx, long trace, String key) {
    return tx.update("DELETE FROM trace_tag WHERE trace = ? AND key = ?", trace, key) > 0;
  }

  static void linkRun(Transaction tx, ProjectName project, TraceId id, String run) {
    tx.update(
        "INSERT INTO trace_run (project, trace, run) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        project,
        id,
        run);
  }

  static void linkPrompt(Transaction tx, ProjectName project, long trace, PromptVersion prompt) {
    tx.update(
        "INSERT INTO trace_prompt (trace, project, name, version) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        trace,
        project,
        prompt.name(),
        prompt.version());
  }

  static Optional<ExperimentId> experiment(Transaction tx, ProjectName project, String id) {
    return tx.find(
        "SELECT experiment FROM trace WHERE project = ? AND id = ?",
        row -> new ExperimentId(row.number("experiment")),
        project,
        id);
  }

  static Optional<Trace> find(Transaction tx, ProjectName project, TraceId id) {
    return tx.find(
            "SELECT " + COLUMNS + " FROM trace t WHERE t.project = ? AND t.id = ?",
            TraceTable::keyed,
            project,
            id)
        .map(found -> judged(tx, found));
  }

  static Slice<Trace> search(Transaction tx, ProjectName project, TraceSearch search) {
    if (search.experiments().isEmpty()) {
      return new Slice<>(List.of(), false);
    }
    List<Object> arguments = new ArrayList<>();
    Optional<List<Long>> few = TraceCandidates.find(tx, project, search.conditions());
    few.map(Json::write).ifPresent(arguments::add);
    String where = where(project, search.experiments(), search.conditions(), arguments);
    List<String> orders = new ArrayList<>();
    for (Sort order : search.orders()) {
      orders.add(TraceConditions.sql(order, arguments));
    }
    orders.add("t.started DESC");
    orders.add("t.id");
    arguments.add(search.limit() + 1);
    arguments.add(search.offset());
    String sql =
        "SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT ? OFFSET ?"
            .formatted(
                COLUMNS, few.isEmpty() ? "trace t" : AMONG, where, String.join(", ", orders));
    return Slice.of(tx.list(sql, TraceTable::keyed, arguments.toArray()), search.limit())
        .map(found -> judged(tx, found));
  }

  static List<Trace> ofRun(Transaction tx, ProjectName project, RunId run, int limit) {
    String sql =
        """
        SELECT %s FROM trace t WHERE t.key IN (
          SELECT m.trace FROM trace_metadata m
            WHERE m.project = ?1 AND m.value = ?2 AND m.key = '%s' AND m.claimed = 0
          UNION SELECT x.key FROM trace_run r JOIN trace x
            ON x.project = r.project AND x.id = r.trace WHERE r.project = ?1 AND r.run = ?2)
        ORDER BY t.started DESC, t.id LIMIT ?3
        """
            .formatted(COLUMNS, Trace.SOURCE_RUN);
    return tx.list(sql, TraceTable::keyed, project, run, limit).stream()
        .map(found -> judged(tx, found))
        .toList();
  }

  /// SQL that holds of a project's traces in experiments that fulfil all conditions.
  ///
  /// @param arguments gets the values, in the order of their places
  static String where(
      ProjectName project,
      List<ExperimentId> experiments,
      List<Condition> conditions,
      List<Object> arguments) {
    arguments.add(project);
    experiments.forEach(experiment -> arguments.add(experiment.number()));
    return "t.project = ? AND t.experiment IN (%s) AND %s"
        .formatted(places(experiments), TraceConditions.all(conditions, arguments));
  }

  static String places(List<?> values) {
    return String.join(", ", Collections.nCopies(values.size(), "?"));
  }

  /// The oldest traces of an experiment that began at a moment or before.
  static List<TraceId> until(
      Transaction tx, ProjectName project, ExperimentId experiment, Instant last, int most) {
    return tx.list(
        "SELECT id FROM trace WHERE project = ? AND experiment = ? AND started <= ?"
            + " ORDER BY started, id LIMIT ?",
        row -> new TraceId(row.text("id")),
        project,
        experiment.number(),
        last,
        most);
  }

  /// @return whether it was there
  static boolean delete(Transaction tx, ProjectName project, ExperimentId experiment, TraceId id) {
    Optional<Long> key =
        tx.find(
            "SELECT key FROM trace WHERE project = ? AND id = ? AND experiment = ?",
            row -> row.number("key"),
            project,
            id,
            experiment.number());
    if (key.isEmpty()) {
      return false;
    }
    OF_TRACES.forEach(table -> tx.update("DELETE FROM " + table + " WHERE trace = ?", key.get()));
    tx.update("DELETE FROM trace_run WHERE project = ? AND trace = ?", project, id);
    tx.update("DELETE FROM trace WHERE key = ?", key.get());
    return true;
  }

  private record Keyed(long key, Trace trace) {}

  private static Trace judged(Transaction tx, Keyed found) {
    return found.trace().withAssessments(AssessmentTable.list(tx, found.key()));
  }

  private static Keyed keyed(Row row) {
    return new Keyed(
        row.number("key"),
        new Trace(
            new TraceId(row.text("id")),
            new ExperimentId(row.number("experiment")),
            new Course(
                row.time("started"),
                row.optionalNumber("millis"),
                TraceState.valueOf(row.text("state"))),
            new Exchange(
                row.optionalText("client_request_id"),
                row.optionalText("request"),
                row.optionalText("response")),
            entries(row.text("tags")),
            entries(row.text("metadata")),
            List.of()));
  }

  static Map<String, String> entries(String json) {
    Map<String, String> entries = new TreeMap<>();
    Json.parseObject(json).forEachEntry((key, value) -> entries.put(key, value.stringValue()));
    return entries;
  }
}
