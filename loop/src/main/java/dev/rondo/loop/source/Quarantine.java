package dev.rondo.loop.source;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Classification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// Rows that broke their contract, as they came, each with every rule that it broke and what became
/// of it. A row stays here for ever: quarantined rows are those that are open, those that came
/// back, and those that were discarded. Thread-safe.
public final class Quarantine {
  private static final String SCHEMA =
      """
      CREATE TABLE quarantine (
        number INTEGER PRIMARY KEY, project TEXT NOT NULL, dataset TEXT NOT NULL,
        batch TEXT NOT NULL, broken TEXT NOT NULL, content TEXT NOT NULL);
      CREATE INDEX quarantine_by_dataset ON quarantine (project, dataset, number)
      """;
  private static final String RESOLUTIONS =
      """
      ALTER TABLE quarantine ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
      ALTER TABLE quarantine ADD COLUMN still_broken TEXT;
      ALTER TABLE quarantine ADD COLUMN resolved_by TEXT;
      ALTER TABLE quarantine ADD COLUMN resolved_at INTEGER;
      ALTER TABLE quarantine ADD COLUMN reason TEXT;
      ALTER TABLE quarantine ADD COLUMN snapshot INTEGER;
      CREATE INDEX quarantine_by_state ON quarantine (project, dataset, state, number);
      CREATE INDEX quarantine_by_batch ON quarantine (project, dataset, batch)
      """;
  private static final int PAGE = 1_000;
  private static final String BROKEN = "broken_rules";

  private final Database database;

  public Quarantine(Database database) {
    this.database = database;
    database.migrate("quarantine", List.of(SCHEMA, RESOLUTIONS));
  }

  /// What became of a row.
  public enum State {
    /// It waits.
    OPEN,
    /// It was accepted later: corrected, or by a corrected contract.
    REINGESTED,
    /// People gave it up, and said why.
    DISCARDED;

    /// The word on wires and in the database.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One row.
  ///
  /// @param number its id, which stays
  /// @param batch what it came with
  /// @param broken the ids of the rules that it breaks, as it was judged last
  /// @param content the row by column, as it came
  /// @param resolution empty while it is open
  public record Entry(
      long number,
      String batch,
      List<String> broken,
      ObjectNode content,
      Optional<Resolution> resolution) {
    public Entry {
      broken = List.copyOf(broken);
    }

    public State state() {
      return resolution.map(Resolution::state).orElse(State.OPEN);
    }

    /// The same with the values of some columns hidden, as they are in samples.
    public Entry masked(Predicate<String> isHidden) {
      ObjectNode masked = Json.object();
      content.forEachEntry((column, value) -> {
        if (value.isNull() || !isHidden.test(column)) {
          masked.set(column, value);
        } else {
          masked.put(column, Classification.mask(value.asString(value.toString())));
        }
      });
      return new Entry(number, batch, broken, masked, resolution);
    }
  }

  /// How a row was resolved.
  ///
  /// @param at system time
  /// @param snapshot the number of the data set's snapshot that has it now; empty when discarded
  public record Resolution(
      State state, String user, Instant at, String reason, OptionalLong snapshot) {}

  /// How many rows there are in each state.
  public record Counts(long open, long reingested, long discarded) {
    public long all() {
      return open + reingested + discarded;
    }
  }

  /// Reads the rows of a relation with the column `broken_rules`.
  List<Object[]> rows(
      Caller caller, SqlSession session, String relation, String dataset, String batch) {
    List<Object[]> rows = new ArrayList<>();
    session.forEach(
        "SELECT array_to_string(broken_rules, ' ') AS broken,"
            + " to_json(q)::VARCHAR AS content FROM (SELECT * EXCLUDE broken_rules, broken_rules FROM "
            + relation
            + ") AS q",
        row ->
            rows.add(
                new Object[] {
                  caller.project(), dataset, batch, row.text("broken"), row.text("content")
                }));
    return rows;
  }

  /// Stores rows in the transaction of the batch that they came with.
  void add(Transaction tx, List<Object[]> rows) {
    if (!rows.isEmpty()) {
      tx.updateAll(
          "INSERT INTO quarantine (project, dataset, batch, broken, content) VALUES (?, ?, ?, ?, ?)",
          rows);
    }
  }

  /// Notes what became of an open row.
  ///
  /// @throws Problem `conflict` when somebody else was faster: nothing of the transaction is done
  void resolve(Transaction tx, Caller caller, long number, Resolution resolution) {
    int resolved =
        tx.update(
            "UPDATE quarantine SET state = ?, resolved_by = ?, resolved_at = ?, reason = ?,"
                + " snapshot = ? WHERE project = ? AND number = ? AND state = 'open'",
            resolution.state().text(),
            resolution.user(),
            resolution.at(),
            resolution.reason(),
            resolution.snapshot(),
            caller.project(),
            number);
    if (resolved == 0) {
      throw Problem.conflict(
          "The quarantined row %d was resolved by somebody else meanwhile; look again.", number);
    }
  }

  /// Gives open rows up.
  ///
  /// @param together what happens in the same transaction
  public void discard(
      Caller caller, List<Entry> entries, Resolution resolution, Consumer<Transaction> together) {
    caller.require(Permission.WRITE_DATA);
    database.write(tx -> {
      entries.forEach(entry -> resolve(tx, caller, entry.number(), resolution));
      together.accept(tx);
      return true;
    });
  }

  /// Notes which rules an open row still breaks.
  void stillBroken(Transaction tx, Caller caller, long number, List<String> rules) {
    tx.update(
        "UPDATE quarantine SET still_broken = ? WHERE project = ? AND number = ? AND state = 'open'",
        String.join(" ", rules),
        caller.project(),
        number);
  }

  /// The newest open rows of a data set, newest first.
  public List<Entry> latest(Caller caller, String dataset, int limit) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.list(
            "SELECT * FROM quarantine WHERE project = ? AND dataset = ? AND state = 'open'"
                + " ORDER BY number DESC LIMIT ?",
            Quarantine::entry,
            caller.project(),
            dataset,
            limit));
  }

  /// Rows of a data set, oldest first.
  ///
  /// @param after the number of the last one before
  public List<Entry> entries(Caller caller, String dataset, State state, long after, int limit) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.list(
            "SELECT * FROM quarantine WHERE project = ? AND dataset = ? AND state = ? AND number > ?"
                + " ORDER BY number LIMIT ?",
            Quarantine::entry,
            caller.project(),
            dataset,
            state.text(),
            after,
            limit));
  }

  /// Every open row of a data set, oldest first.
  public void forEachOpen(Caller caller, String dataset, Consumer<Entry> consumer) {
    List<Entry> page = entries(caller, dataset, State.OPEN, 0, PAGE);
    while (!page.isEmpty()) {
      page.forEach(consumer);
      page = entries(caller, dataset, State.OPEN, page.getLast().number(), PAGE);
    }
  }

  /// The rows with these numbers, oldest first; numbers that are not there are left out.
  public List<Entry> find(Caller caller, String dataset, Collection<Long> numbers) {
    caller.require(Permission.READ);
    return database.read(tx ->
        numbers.stream()
            .sorted()
            .flatMap(number ->
                tx
                    .find(
                        "SELECT * FROM quarantine WHERE number = ? AND project = ? AND dataset = ?",
                        Quarantine::entry,
                        number,
                        caller.project(),
                        dataset)
                    .stream())
            .toList());
  }

  /// The columns that open rows have, in the order of the oldest.
  public List<String> columns(Caller caller, String dataset) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.list(
            "SELECT field.key AS name, min(number) AS first, min(field.id) AS place"
                + " FROM quarantine, json_each(quarantine.content) AS field"
                + " WHERE project = ? AND dataset = ? AND state = 'open' AND field.key <> ?"
                + " GROUP BY field.key ORDER BY first, place",
            row -> row.text("name"),
            caller.project(),
            dataset,
            BROKEN));
  }

  /// What a batch set aside, as an asset of the ledger: it stays, whatever becomes of the rows.
  public Asset asset(Caller caller, String dataset, String batch) {
    caller.require(Permission.READ);
    List<String> contents =
        database.read(tx ->
            tx.list(
                "SELECT content FROM quarantine WHERE project = ? AND dataset = ? AND batch = ?"
                    + " ORDER BY number",
                row -> row.text("content"),
                caller.project(),
                dataset,
                batch));
    Digest digest = Digest.of(String.join("\n", contents));
    return new Asset(Asset.Kind.QUALITY_RESULT, dataset + "-quarantine", batch, digest);
  }

  private static Entry entry(Row row) {
    State state = State.valueOf(row.text("state").toUpperCase(Locale.ROOT));
    Optional<Resolution> resolution =
        state == State.OPEN
            ? Optional.empty()
            : Optional.of(
                new Resolution(
                    state,
                    row.text("resolved_by"),
                    row.time("resolved_at"),
                    row.text("reason"),
                    row.optionalNumber("snapshot")));
    return new Entry(
        row.number("number"),
        row.text("batch"),
        words(row.optionalText("still_broken").orElse(row.text("broken"))),
        content(row.text("content")),
        resolution);
  }

  /// The row without the rules, which stand beside it.
  private static ObjectNode content(String text) {
    ObjectNode content = Json.parseObject(text);
    content.remove(BROKEN);
    return content;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
  }

  /// How many rows broke each rule when they came.
  public Map<String, Long> breaches(Caller caller, String dataset) {
    caller.require(Permission.READ);
    Map<String, Long> breaches = new TreeMap<>();
    database.read(tx ->
        tx.list(
            "SELECT broken, count(*) AS n FROM quarantine WHERE project = ? AND dataset = ?"
                + " GROUP BY broken",
            row -> {
              words(row.text("broken"))
                  .forEach(rule -> breaches.merge(rule, row.number("n"), Long::sum));
              return true;
            },
            caller.project(),
            dataset));
    return breaches;
  }

  /// How many rows there are in each state.
  public Counts counts(Caller caller, String dataset) {
    caller.require(Permission.READ);
    Map<String, Long> counts = new TreeMap<>();
    database.read(tx ->
        tx.list(
            "SELECT state, count(*) AS n FROM quarantine WHERE project = ? AND dataset = ?"
                + " GROUP BY state",
            row -> counts.put(row.text("state"), row.number("n")),
            caller.project(),
            dataset));
    return new Counts(
        counts.getOrDefault(State.OPEN.text(), 0L),
        counts.getOrDefault(State.REINGESTED.text(), 0L),
        counts.getOrDefault(State.DISCARDED.text(), 0L));
  }

  /// How many rows have these values, as they came, by data set and state.
  public Map<String, SortedMap<String, Long>> having(Caller caller, Map<String, String> values) {
    caller.require(Permission.READ);
    StringBuilder sql =
        new StringBuilder("SELECT dataset, state, count(*) AS n FROM quarantine WHERE project = ?");
    List<Object> arguments = new ArrayList<>(List.of(caller.project()));
    values.forEach((column, value) -> {
      sql.append(
          " AND EXISTS (SELECT 1 FROM json_each(content) AS field WHERE field.key = ?"
              + " AND (CAST(field.value AS TEXT) = ? OR (field.type IN ('integer', 'real')"
              + " AND field.value = CAST(? AS NUMERIC))))");
      arguments.addAll(List.of(column, value, value));
    });
    Map<String, SortedMap<String, Long>> counts = new TreeMap<>();
    database.read(tx ->
        tx.list(
            sql.append(" GROUP BY dataset, state").toString(),
            row ->
                counts
                    .computeIfAbsent(row.text("dataset"), _ -> new TreeMap<>())
                    .put(row.text("state"), row.number("n")),
            arguments.toArray()));
    return counts;
  }

  /// How many rows there are, whatever became of them.
  public long count(Caller caller, String dataset) {
    return counts(caller, dataset).all();
  }
}
