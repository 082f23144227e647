package dev.rondo.loop.source;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// Rows that broke their contract, as they came, each with every rule that it broke. Thread-safe.
public final class Quarantine {
  private static final String SCHEMA =
      """
      CREATE TABLE quarantine (
        number INTEGER PRIMARY KEY, project TEXT NOT NULL, dataset TEXT NOT NULL,
        batch TEXT NOT NULL, broken TEXT NOT NULL, content TEXT NOT NULL);
      CREATE INDEX quarantine_by_dataset ON quarantine (project, dataset, number)
      """;

  private final Database database;

  public Quarantine(Database database) {
    this.database = database;
    database.migrate("quarantine", List.of(SCHEMA));
  }

  /// One row.
  ///
  /// @param number increasing
  /// @param broken the ids of the rules
  /// @param content the row by column, as text
  public record Entry(long number, String batch, List<String> broken, ObjectNode content) {
    public Entry {
      broken = List.copyOf(broken);
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

  /// The newest rows of a data set.
  public List<Entry> latest(Caller caller, String dataset, int limit) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.list(
            "SELECT * FROM quarantine WHERE project = ? AND dataset = ?"
                + " ORDER BY number DESC LIMIT ?",
            row ->
                new Entry(
                    row.number("number"),
                    row.text("batch"),
                    List.of(row.text("broken").split(" ")),
                    Json.parseObject(row.text("content"))),
            caller.project(),
            dataset,
            limit));
  }

  /// How many rows broke each rule.
  public Map<String, Long> breaches(Caller caller, String dataset) {
    caller.require(Permission.READ);
    Map<String, Long> breaches = new TreeMap<>();
    database.read(tx ->
        tx.list(
            "SELECT broken, count(*) AS n FROM quarantine WHERE project = ? AND dataset = ?"
                + " GROUP BY broken",
            row -> {
              for (String rule : row.text("broken").split(" ")) {
                breaches.merge(rule, row.number("n"), Long::sum);
              }
              return true;
            },
            caller.project(),
            dataset));
    return breaches;
  }

  /// How many rows there are.
  public long count(Caller caller, String dataset) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.find(
                "SELECT count(*) AS n FROM quarantine WHERE project = ? AND dataset = ?",
                row -> row.number("n"),
                caller.project(),
                dataset)
            .orElse(0L));
  }
}
