package dev.rondo.loop.source;

import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlEngine;
import dev.rondo.data.Tables;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractParser;
import dev.rondo.quality.QualityResults;
import dev.rondo.quality.profile.Profiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A source of orders, whose amounts lie between 0 and 100, and all that ingestion writes to.
/// Opening a second one on the same folder is a restart.
final class SourceHarness implements AutoCloseable {
  static final SourceDefinition ORDERS =
      SourceParser.parse(
          Yaml.parse(
              "sources/orders.yaml",
              """
              name: orders
              files: "*.csv"
              contract: contracts/orders.yaml
              dataset: orders
              """),
          _ -> Optional.of("there"));
  static final EventTime START = EventTime.parse("2020-01-01");

  final TestClock clock = new TestClock();
  final Database database;
  final Events events;
  final Tables tables;
  final Quarantine quarantine;
  final QualityResults quality;
  final Profiles profiles;
  final Workbench workbench;
  final Ingest ingest;
  final Readmission readmission;
  final Path data;
  private int files;

  SourceHarness(Path folder) {
    try {
      data = Files.createDirectories(folder.resolve("data"));
      Path staging = Files.createDirectories(folder.resolve("staging"));
      Path temporary = Files.createDirectories(folder.resolve("tmp"));
      database = SqliteDatabase.open(folder.resolve("t.db"), clock);
      events = new Events(database, clock);
      IdSource ids = new IdSource(clock, new Random(1));
      tables = new Tables(database, ids, folder.resolve("tables"));
      quarantine = new Quarantine(database);
      quality = new QualityResults(database, events, clock, ids);
      profiles = new Profiles(database);
      ingest =
          new Ingest(
              database, new DataStores(tables, quarantine, quality, profiles), clock, staging);
      readmission = new Readmission(tables, quarantine, quality);
      SqlEngine engine = new SqlEngine(256, 1, temporary);
      workbench = new Workbench(engine, tables, List.of(tables.folder(Callers.ALL), staging, data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Contract upTo(int most) {
    return contract(most, "");
  }

  /// @param more of the amount's rules
  static Contract contract(int most, String more) {
    return ContractParser.parse(
        "contracts/orders.yaml",
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: orders
        version: 1.0.0
        status: active
        schema:
          - name: orders
            logicalType: object
            quality:
              - {id: some, type: library, metric: rowCount, mustBeGreaterThan: 0}
            properties:
              - {name: id, logicalType: integer, required: true}
              - name: amount
                logicalType: number
                required: true
                quality:
                  - {id: amount, type: custom, engine: rondo, implementation: {minimum: 0, maximum: %d}}
        """
                .formatted(most)
            + more);
  }

  /// Writes a file of orders, one for each amount.
  void arrive(List<String> amounts) {
    StringBuilder csv = new StringBuilder("id,amount\n");
    for (int i = 0; i < amounts.size(); i++) {
      csv.append(i).append(',').append(amounts.get(i)).append('\n');
    }
    try {
      Files.writeString(data.resolve("%04d.csv".formatted(files++)), csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ingested ingest(Judges judges, int day) {
    return ingest.run(Callers.ALL, workbench, ORDERS, judges, data, START.plus(day(day)), _ -> {});
  }

  static java.time.Duration day(int day) {
    return java.time.Duration.ofDays(day);
  }

  /// How many rows the data set has.
  long rows() {
    return tables.list(Callers.ALL).contains("orders")
        ? tables.current(Callers.ALL, "orders").map(Snapshot::rows).orElse(0L)
        : 0;
  }

  /// When the rows of the data set arrived.
  List<String> arrivals() {
    Snapshot current = tables.current(Callers.ALL, "orders").orElseThrow();
    String rows = tables.scan(Callers.ALL, current);
    return workbench.use(session ->
        session.query("SELECT arrival::VARCHAR FROM " + rows + " ORDER BY 1", row -> row.text(1)));
  }

  List<Quarantine.Entry> open() {
    return quarantine.entries(Callers.ALL, "orders", Quarantine.State.OPEN, 0, 10_000);
  }

  @Override
  public void close() {
    workbench.close();
    events.close();
    database.close();
  }
}
