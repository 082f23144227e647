package dev.rondo.quality;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.docs.DayDocs;
import dev.rondo.quality.docs.State;
import dev.rondo.quality.expectation.History;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Keeps what checks found, and tells: `quality.checked` for each, `quality.breached` when a rule
/// on the whole table failed as an error, and `quality.warned` when rules failed as warnings. What
/// was refused for such an error is kept, but counts no rows: it was not handed on. What later
/// checks look back on are tables that were judged as a whole. Thread-safe.
public final class QualityResults {
  /// Published when a hand-over is refused.
  public static final String BREACHED = "quality.breached";

  /// Published when what was handed over broke rules that only warn.
  public static final String WARNED = "quality.warned";

  private static final EventTime BEFORE_ALL = new EventTime(Instant.ofEpochMilli(Long.MIN_VALUE));
  private static final String COLUMNS = "columns";
  private static final String SCHEMA =
      """
      CREATE TABLE quality_result (
        id TEXT PRIMARY KEY, project TEXT NOT NULL, dataset TEXT NOT NULL, batch TEXT NOT NULL,
        contract TEXT NOT NULL, contract_version TEXT NOT NULL, event_time INTEGER NOT NULL,
        at INTEGER NOT NULL, rows_read INTEGER NOT NULL, rows_accepted INTEGER NOT NULL,
        rows_quarantined INTEGER NOT NULL, result TEXT NOT NULL);
      CREATE UNIQUE INDEX quality_result_by_batch ON quality_result (project, dataset, batch);
      CREATE INDEX quality_result_by_time ON quality_result (project, dataset, event_time)
      """;
  private static final String HAND_OVERS =
      """
      ALTER TABLE quality_result ADD COLUMN hand_over TEXT NOT NULL DEFAULT 'ingest';
      DROP INDEX quality_result_by_batch;
      CREATE UNIQUE INDEX quality_result_by_batch
        ON quality_result (project, dataset, hand_over, contract, batch)
      """;
  private static final String REFUSALS =
      "ALTER TABLE quality_result ADD COLUMN is_refused INTEGER NOT NULL DEFAULT 0";
  private static final String STATES =
      """
      ALTER TABLE quality_result ADD COLUMN state TEXT NOT NULL DEFAULT 'kept';
      UPDATE quality_result SET state = 'warned' WHERE EXISTS (
        SELECT 1 FROM json_each(result, '$.rules') AS rule
        WHERE NOT json_extract(rule.value, '$.passed'));
      UPDATE quality_result SET state = 'set-aside' WHERE rows_quarantined > 0;
      UPDATE quality_result SET state = 'failed' WHERE EXISTS (
        SELECT 1 FROM json_each(result, '$.rules') AS rule
        WHERE NOT json_extract(rule.value, '$.passed')
          AND json_extract(rule.value, '$.wholeTable')
          AND json_extract(rule.value, '$.severity') = 'ERROR')
      """;
  private static final String COUNTS =
      "ALTER TABLE quality_result ADD COLUMN counts TEXT NOT NULL DEFAULT 'table'";
  private static final String COUNTED =
      """
      ALTER TABLE quality_result ADD COLUMN is_counted INTEGER NOT NULL DEFAULT 1;
      DROP INDEX quality_result_by_batch;
      CREATE UNIQUE INDEX quality_result_by_batch
        ON quality_result (project, dataset, hand_over, batch, contract);
      UPDATE quality_result SET is_counted = counts <> 'nothing' AND NOT EXISTS (
        SELECT 1 FROM quality_result AS other
        WHERE other.project = quality_result.project AND other.dataset = quality_result.dataset
          AND other.hand_over = quality_result.hand_over AND other.batch = quality_result.batch
          AND other.counts <> 'nothing'
          AND (other.contract_version = '', other.contract)
            < (quality_result.contract_version = '', quality_result.contract))
      """;
  private static final String INSERT =
      """
      INSERT INTO quality_result (id, project, hand_over, dataset, batch, contract,
        contract_version, event_time, at, rows_read, rows_accepted, rows_quarantined, is_refused,
        counts, state, result)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /// What the rows of a result are.
  private enum Counts {
    /// A table, with which the next one is compared.
    TABLE,
    /// Rows by themselves: there is no table that they were all of.
    ROWS,
    /// Rows that another result has counted.
    NOTHING;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Database database;
  private final Events events;
  private final InstantSource clock;
  private final IdSource ids;

  public QualityResults(Database database, Events events, InstantSource clock, IdSource ids) {
    this.database = database;
    this.events = events;
    this.clock = clock;
    this.ids = ids;
    database.migrate("quality", List.of(SCHEMA, HAND_OVERS, REFUSALS, STATES, COUNTS, COUNTED));
  }

  /// Keeps a result, in place of an earlier one of the same batch and the same contract or suite:
  /// repeating a step counts once.
  ///
  /// @param batch which part of the dataset was checked, such as a day
  public QualityRecord record(
      Caller caller,
      HandOver handOver,
      String dataset,
      String batch,
      EventTime eventTime,
      QualityResult result) {
    QualityRecord kept = prepare(handOver, dataset, batch, eventTime, result);
    return database.write(tx -> record(tx, caller, kept));
  }

  /// A record to be kept by [#record(Transaction, Caller, QualityRecord)].
  public QualityRecord prepare(
      HandOver handOver, String dataset, String batch, EventTime eventTime, QualityResult result) {
    return new QualityRecord(
        ids.next(), handOver, dataset, batch, eventTime, clock.instant(), result);
  }

  /// Keeps what several judges found of one batch: when it is refused by one of them, it was handed
  /// on by none.
  public void record(Caller caller, List<QualityRecord> batch) {
    database.write(tx -> {
      record(tx, caller, batch);
      return true;
    });
  }

  /// Keeps what several judges found of one batch as part of a transaction that also commits it.
  public void record(Transaction tx, Caller caller, List<QualityRecord> batch) {
    boolean isRefused = batch.stream().anyMatch(kept -> !kept.result().blocking().isEmpty());
    for (QualityRecord kept : batch) {
      keep(tx, caller, kept, isRefused, Counts.TABLE);
      tell(tx, caller, kept);
    }
  }

  /// Keeps what was found of rows that an earlier result has counted, and that were judged again,
  /// as part of a transaction that also commits what came of them.
  public void recordAgain(Transaction tx, Caller caller, List<QualityRecord> batch) {
    for (QualityRecord kept : batch) {
      keep(tx, caller, kept, false, Counts.NOTHING);
      tell(tx, caller, kept);
    }
  }

  /// Keeps what is known of rows that pass one by one, in place of what was known before. A broken
  /// rule is told when it is new, and the check when it is complete: so often as this is called, it
  /// is one check.
  ///
  /// @param before as it was prepared, or kept last
  /// @param isComplete whether no more will come
  public QualityRecord grow(
      Caller caller,
      QualityRecord before,
      EventTime eventTime,
      QualityResult result,
      boolean isComplete) {
    QualityRecord kept =
        new QualityRecord(
            before.id(),
            before.handOver(),
            before.dataset(),
            before.batch(),
            eventTime,
            clock.instant(),
            result);
    return database.write(tx -> {
      keep(tx, caller, kept, false, Counts.ROWS);
      if (isComplete) {
        tellChecked(tx, caller, kept);
      }
      tell(tx, caller, kept, WARNED, news(before.result(), result.warnings()));
      return kept;
    });
  }

  private static List<RuleResult> news(QualityResult before, List<RuleResult> broken) {
    Set<String> known =
        before.failed().stream().map(RuleResult::rule).collect(Collectors.toUnmodifiableSet());
    return broken.stream().filter(rule -> !known.contains(rule.rule())).toList();
  }

  /// Keeps a result as part of a transaction that also commits the data.
  public QualityRecord record(Transaction tx, Caller caller, QualityRecord kept) {
    record(tx, caller, List.of(kept));
    return kept;
  }

  private void keep(
      Transaction tx, Caller caller, QualityRecord kept, boolean isRefused, Counts counts) {
    caller.require(Permission.WRITE_DATA);
    QualityResult result = kept.result();
    tx.update(
        """
        DELETE FROM quality_result
        WHERE project = ? AND dataset = ? AND hand_over = ? AND contract = ? AND batch = ?
        """,
        caller.project(),
        kept.dataset(),
        kept.handOver().text(),
        result.contract(),
        kept.batch());
    tx.update(
        INSERT,
        kept.id(),
        caller.project(),
        kept.handOver().text(),
        kept.dataset(),
        kept.batch(),
        result.contract(),
        result.version(),
        kept.eventTime().value(),
        kept.at(),
        result.read(),
        result.accepted(),
        result.quarantined(),
        isRefused,
        counts.text(),
        State.of(result).text(),
        Json.write(result));
    countOnce(tx, caller, kept);
  }

  /// The rows of a batch are counted by its contract; without one, by the first of its suites.
  private static void countOnce(Transaction tx, Caller caller, QualityRecord kept) {
    tx.update(
        """
        WITH batch AS (
          SELECT id, counts, contract_version, contract FROM quality_result
          WHERE project = ? AND dataset = ? AND hand_over = ? AND batch = ?)
        UPDATE quality_result SET is_counted = id IS (
          SELECT id FROM batch WHERE counts <> 'nothing'
          ORDER BY contract_version = '', contract LIMIT 1)
        WHERE id IN (SELECT id FROM batch)
        """,
        caller.project(),
        kept.dataset(),
        kept.handOver().text(),
        kept.batch());
  }

  private void tell(Transaction tx, Caller caller, QualityRecord kept) {
    tellChecked(tx, caller, kept);
    tell(tx, caller, kept, BREACHED, kept.result().blocking());
    tell(tx, caller, kept, WARNED, kept.result().warnings());
  }

  private void tellChecked(Transaction tx, Caller caller, QualityRecord kept) {
    QualityResult result = kept.result();
    Map<String, Object> fact = new HashMap<>();
    fact.put("result", kept.id());
    fact.put("hand_over", kept.handOver().text());
    fact.put("dataset", kept.dataset());
    fact.put("batch", kept.batch());
    fact.put("event_time", kept.eventTime().toString());
    fact.put("read", result.read());
    fact.put("accepted", result.accepted());
    fact.put("quarantined", result.quarantined());
    fact.put("failed", result.failed().stream().map(RuleResult::rule).toList());
    events.publish(tx, caller, "quality.checked", kept.dataset(), fact);
  }

  private void tell(
      Transaction tx, Caller caller, QualityRecord kept, String event, List<RuleResult> rules) {
    if (rules.isEmpty()) {
      return;
    }
    Map<String, Object> fact = new HashMap<>();
    fact.put("result", kept.id());
    fact.put("hand_over", kept.handOver().text());
    fact.put("dataset", kept.dataset());
    fact.put("batch", kept.batch());
    fact.put("event_time", kept.eventTime().toString());
    fact.put("judge", kept.result().contract());
    fact.put("rule", rules.getFirst().rule());
    fact.put("sentence", rules.getFirst().told());
    fact.put(
        "broken",
        rules.stream().map(rule -> Map.of("rule", rule.rule(), "sentence", rule.told())).toList());
    events.publish(tx, caller, event, kept.dataset(), fact);
  }

  /// Tells that a table was refused before its rows could be judged, such as for a missing column:
  /// `quality.breached` without a result.
  public void refused(
      Caller caller,
      HandOver handOver,
      String dataset,
      String batch,
      EventTime eventTime,
      String sentence) {
    caller.require(Permission.WRITE_DATA);
    Map<String, Object> fact = new HashMap<>();
    fact.put("hand_over", handOver.text());
    fact.put("dataset", dataset);
    fact.put("batch", batch);
    fact.put("event_time", eventTime.toString());
    fact.put("rule", COLUMNS);
    fact.put("sentence", sentence);
    fact.put("broken", List.of(Map.of("rule", COLUMNS, "sentence", sentence)));
    database.write(tx -> {
      events.publish(tx, caller, BREACHED, dataset, fact);
      return true;
    });
  }

  /// A result; empty when it is not known, or another of the same batch has taken its place.
  public Optional<QualityRecord> find(Caller caller, String id) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.find(
            """
            SELECT id, hand_over, dataset, batch, event_time, at, result, is_counted
            FROM quality_result
            WHERE project = ? AND id = ?
            """,
            QualityResults::kept,
            caller.project(),
            id));
  }

  /// The newest results of a dataset by event time, newest first.
  public List<QualityRecord> results(Caller caller, String dataset, int limit) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.list(
            """
            SELECT id, hand_over, dataset, batch, event_time, at, result, is_counted
            FROM quality_result
            WHERE project = ? AND dataset = ? ORDER BY event_time DESC, id DESC LIMIT ?
            """,
            QualityResults::kept,
            caller.project(),
            dataset,
            limit));
  }

  /// Results before another one by event time, newest first.
  public List<QualityRecord> results(
      Caller caller, String dataset, QualityRecord before, int limit) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.list(
            """
            SELECT id, hand_over, dataset, batch, event_time, at, result, is_counted
            FROM quality_result
            WHERE project = ? AND dataset = ? AND (event_time, id) < (?, ?)
            ORDER BY event_time DESC, id DESC LIMIT ?
            """,
            QualityResults::kept,
            caller.project(),
            dataset,
            before.eventTime().value(),
            before.id(),
            limit));
  }

  /// Hands over all results of a dataset, oldest first by event time.
  ///
  /// @param size how many at a time, so that no more are in memory
  public void pages(Caller caller, String dataset, int size, Consumer<List<QualityRecord>> each) {
    List<QualityRecord> page = after(caller, dataset, BEFORE_ALL, "", size);
    while (!page.isEmpty()) {
      each.accept(page);
      QualityRecord last = page.getLast();
      page = after(caller, dataset, last.eventTime(), last.id(), size);
    }
  }

  private List<QualityRecord> after(
      Caller caller, String dataset, EventTime time, String id, int limit) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.list(
            """
            SELECT id, hand_over, dataset, batch, event_time, at, result, is_counted
            FROM quality_result
            WHERE project = ? AND dataset = ? AND (event_time, id) > (?, ?)
            ORDER BY event_time, id LIMIT ?
            """,
            QualityResults::kept,
            caller.project(),
            dataset,
            time.value(),
            id,
            limit));
  }

  /// One result of a dataset.
  public Optional<QualityRecord> find(Caller caller, String dataset, String id) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.find(
            """
            SELECT id, hand_over, dataset, batch, event_time, at, result, is_counted
            FROM quality_result
            WHERE project = ? AND dataset = ? AND id = ?
            """,
            QualityResults::kept,
            caller.project(),
            dataset,
            id));
  }

  /// All checks of a dataset by day of the data's time, such as `2018-04-01`; rows that several
  /// judged are counted once.
  public SortedMap<String, DayDocs> days(Caller caller, String dataset) {
    caller.require(Permission.READ);
    SortedMap<String, DayDocs> days = new TreeMap<>();
    database
        .read(tx ->
            tx.list(
                """
                SELECT date(event_time / 1000, 'unixepoch') AS day, state, count(*) AS n,
                  sum(rows_read * is_counted) AS r, sum(rows_accepted * is_counted) AS a,
                  sum(rows_quarantined * is_counted) AS q
                FROM quality_result WHERE project = ? AND dataset = ? GROUP BY 1, 2
                """,
                row -> Map.entry(row.text("day"), day(row)),
                caller.project(),
                dataset))
        .forEach(entry -> days.merge(entry.getKey(), entry.getValue(), DayDocs::plus));
    return days;
  }

  private static DayDocs day(Row row) {
    return new DayDocs(
        row.number("r"),
        row.number("a"),
        row.number("q"),
        Map.of(State.parse(row.text("state")), row.number("n")));
  }

  /// How many rows the table before had that was handed on; empty when this is the first.
  ///
  /// @param judge the contract's id or the suite's name
  /// @param before checks at this moment or later do not count
  public OptionalLong previousRows(
      Caller caller, HandOver handOver, String dataset, String judge, EventTime before) {
    caller.require(Permission.READ);
    return database
        .read(tx ->
            tx.find(
                """
                SELECT rows_read FROM quality_result
                WHERE project = ? AND dataset = ? AND hand_over = ? AND contract = ?
                  AND event_time < ? AND is_refused = 0 AND counts = 'table'
                ORDER BY event_time DESC, id DESC LIMIT 1
                """,
                row -> row.number("rows_read"),
                caller.project(),
                dataset,
                handOver.text(),
                judge,
                before.value()))
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /// What one rule measured in earlier checks of what was handed on, oldest first.
  ///
  /// @param judge the contract's id or the suite's name
  /// @param before checks at this moment or later do not count
  /// @param most how many of the newest
  public List<Measured> history(
      Caller caller,
      HandOver handOver,
      String dataset,
      String judge,
      String rule,
      EventTime before,
      int most) {
    caller.require(Permission.READ);
    return database
        .read(tx ->
            tx.list(
                """
                SELECT event_time, json_extract(rule.value, '$.measured') AS measured
                FROM quality_result, json_each(quality_result.result, '$.rules') AS rule
                WHERE project = ? AND dataset = ? AND hand_over = ? AND contract = ?
                  AND event_time < ? AND is_refused = 0 AND counts = 'table'
                  AND json_extract(rule.value, '$.rule') = ?
                  AND json_extract(rule.value, '$.measured') IS NOT NULL
                ORDER BY event_time DESC, quality_result.id DESC LIMIT ?
                """,
                row ->
                    new Measured(
                        new EventTime(Instant.ofEpochMilli(row.number("event_time"))),
                        row.real("measured")),
                caller.project(),
                dataset,
                handOver.text(),
                judge,
                before.value(),
                rule,
                most))
        .reversed();
  }

  /// What the rules of one contract or suite measured, for checks that look back.
  public History history(Caller caller, HandOver handOver, String dataset, String judge) {
    return (rule, before, most) -> history(caller, handOver, dataset, judge, rule, before, most);
  }

  /// The datasets that have been checked, in alphabetical order.
  public List<String> datasets(Caller caller) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.list(
            "SELECT DISTINCT dataset FROM quality_result WHERE project = ? ORDER BY dataset",
            row -> row.text("dataset"),
            caller.project()));
  }

  /// The sum of all checks of a dataset whose rows were handed on; rows that several judged are
  /// counted once.
  public QualityTotals totals(Caller caller, String dataset) {
    caller.require(Permission.READ);
    return database.read(tx -> {
      Map<String, Long> breaches = new HashMap<>();
      tx.list(
              """
              SELECT json_extract(rule.value, '$.rule') AS id,
                sum(json_extract(rule.value, '$.breaches')) AS breaches
              FROM quality_result, json_each(quality_result.result, '$.rules') AS rule
              WHERE project = ? AND dataset = ? AND counts <> 'nothing'
              GROUP BY 1 HAVING breaches > 0
              """,
              row -> Map.entry(row.text("id"), row.number("breaches")),
              caller.project(),
              dataset)
          .forEach(entry -> breaches.put(entry.getKey(), entry.getValue()));
      return tx.find(
              """
              SELECT count(*) AS checks, coalesce(sum(rows_read), 0) AS r,
                coalesce(sum(rows_accepted), 0) AS a, coalesce(sum(rows_quarantined), 0) AS q
              FROM quality_result
              WHERE project = ? AND dataset = ? AND is_refused = 0 AND is_counted = 1
              """,
              row ->
                  new QualityTotals(
                      row.number("checks"),
                      row.number("r"),
                      row.number("a"),
                      row.number("q"),
                      breaches),
              caller.project(),
              dataset)
          .orElseThrow();
    });
  }

  private static QualityRecord kept(Row row) {
    return new QualityRecord(
        row.text("id"),
        HandOver.valueOf(row.text("hand_over").toUpperCase(Locale.ROOT)),
        row.text("dataset"),
        row.text("batch"),
        new EventTime(Instant.ofEpochMilli(row.number("event_time"))),
        row.time("at"),
        Json.read(row.text("result"), QualityResult.class),
        row.number("is_counted") == 0);
  }
}
