package dev.rondo.bench;

import dev.rondo.app.Examples;
import dev.rondo.app.demo.Simulator;
import dev.rondo.data.SqlEngine;
import dev.rondo.data.Tables;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.loop.source.DataStores;
import dev.rondo.loop.source.Ingest;
import dev.rondo.loop.source.Judges;
import dev.rondo.loop.source.Quarantine;
import dev.rondo.loop.source.SourceDefinition;
import dev.rondo.loop.source.SourceParser;
import dev.rondo.loop.source.Workbench;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractParser;
import dev.rondo.quality.QualityResults;
import dev.rondo.quality.profile.Profiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// From CSV files to a committed snapshot: read, computed, judged row by row by the example's
/// contract, the broken rows in quarantine. Every run begins with an empty home.
final class IngestBenchmark implements Benchmark {
  private static final String NAME = "data.ingest_rows_per_second";
  private static final int MONTHS = 3;
  private static final int TRIPS_A_MONTH = 40_000;
  private static final int RUNS = 5;
  private static final int MEMORY_MEGABYTES = 1_024;
  private static final Caller CALLER = Caller.platform("bench", new ProjectName("bench"));

  /// When every row of every file has arrived.
  private static final EventTime UNTIL =
      EventTime.startOf(Simulator.FIRST.plusMonths(MONTHS).atDay(2));

  private final InstantSource clock;

  IngestBenchmark(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String title() {
    return "%,d rows from CSV files to a snapshot".formatted(MONTHS * TRIPS_A_MONTH);
  }

  @Override
  public List<String> figures() {
    return List.of(NAME);
  }

  @Override
  public List<Figure> run() throws Exception {
    Path project = Examples.folder("taxi-duration");
    SourceDefinition source =
        SourceParser.parse(
            Yaml.parse("trips.yaml", Files.readString(project.resolve("sources/trips.yaml"))),
            path -> text(project.resolve(path)));
    String file = source.contract();
    Contract contract = ContractParser.parse(file, Files.readString(project.resolve(file)));
    try (Scratch data = Scratch.open()) {
      Simulator.write(data.folder(), 7, MONTHS, TRIPS_A_MONTH);
      Samples samples = Samples.of(RUNS, () -> rowsPerSecond(source, contract, data.folder()));
      return List.of(new Figure(NAME, "1/s", samples));
    }
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double rowsPerSecond(SourceDefinition source, Contract contract, Path data)
      throws IOException {
    try (Scratch home = Scratch.open();
        Database database = SqliteDatabase.open(home.folder().resolve("rondo.db"), clock)) {
      Tables tables =
          new Tables(database, new IdSource(clock, new Random(7)), home.folder("tables"));
      Path staging = home.folder("staging");
      QualityResults quality =
          new QualityResults(
              database, new Events(database, clock), clock, new IdSource(clock, new Random(8)));
      DataStores stores =
          new DataStores(tables, new Quarantine(database), quality, new Profiles(database));
      Ingest ingest = new Ingest(database, stores, clock, staging);
      int cores = Runtime.getRuntime().availableProcessors();
      SqlEngine engine = new SqlEngine(MEMORY_MEGABYTES, cores, home.folder("tmp"));
      List<Path> folders = List.of(tables.folder(CALLER), staging, data);
      try (Workbench workbench = new Workbench(engine, tables, folders)) {
        long start = System.nanoTime();
        long rows =
            ingest.run(CALLER, workbench, source, Judges.of(contract), data, UNTIL, _ -> {}).rows();
        double seconds = (System.nanoTime() - start) / 1e9;
        requireAll(rows);
        return rows / seconds;
      }
    }
  }

  private static void requireAll(long rows) {
    if (rows != MONTHS * TRIPS_A_MONTH) {
      throw Problem.conflict("%d rows were read, not %d.", rows, MONTHS * TRIPS_A_MONTH);
    }
  }
}
