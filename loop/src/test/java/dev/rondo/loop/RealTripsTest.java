package dev.rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.Tables;
import dev.rondo.features.FeatureStore;
import dev.rondo.features.FeatureView;
import dev.rondo.features.OnlineStore;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.loop.feature.Materialize;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.project.ProjectParser;
import dev.rondo.loop.source.DataStores;
import dev.rondo.loop.source.Ingest;
import dev.rondo.loop.source.Ingested;
import dev.rondo.loop.source.Judges;
import dev.rondo.loop.source.Quarantine;
import dev.rondo.loop.source.Workbench;
import dev.rondo.loop.step.BuiltInSteps;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.QualityResults;
import dev.rondo.quality.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example project on real files, where they can be read; `RONDO_DATA` says where.
class RealTripsTest {
  private static final Path PROJECT = Path.of("../examples/taxi-duration");
  private static final Path DATA =
      Path.of(System.getenv().getOrDefault("RONDO_DATA", "../../shared/data"), "nyc-taxi");
  private static final EventTime APRIL = EventTime.parse("2018-04-01");

  @TempDir Path folder;
  private Database database;
  private Tables tables;
  private Quarantine quarantine;
  private OnlineStore online;
  private Workbench workbench;
  private Ingest ingest;
  private Materialize materialize;
  private Project project;

  @BeforeEach
  void open() throws Exception {
    Assumptions.assumeTrue(
        Files.isDirectory(DATA), "Skipped: there are no trips in " + DATA.toAbsolutePath());
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    tables =
        new Tables(
            database, new IdSource(new TestClock(), new Random(1)), folder.resolve("tables"));
    quarantine = new Quarantine(database);
    online = new OnlineStore(folder.resolve("online"));
    Path staging = folder.resolve("staging");
    SqlEngine sql = new SqlEngine(1024, 1, Files.createDirectories(folder.resolve("tmp")));
    workbench =
        new Workbench(sql, tables, List.of(tables.folder(Callers.ALL), staging, DATA, folder));
    TestClock clock = new TestClock();
    QualityResults quality =
        new QualityResults(
            database, new Events(database, clock), clock, new IdSource(clock, new Random(2)));
    ingest =
        new Ingest(
            database,
            new DataStores(tables, quarantine, quality, new Profiles(database)),
            clock,
            staging);
    materialize = new Materialize(tables, new FeatureStore(tables, online));
    project = ProjectParser.parse(files(), BuiltInSteps.names());
  }

  private static Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(PROJECT)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(PROJECT.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @AfterEach
  void close() {
    if (database != null) {
      workbench.close();
      online.close();
      database.close();
    }
  }

  private Ingested ingest(EventTime until) {
    return ingest(DATA, until);
  }

  private Ingested ingest(Path data, EventTime until) {
    return ingest.run(
        Callers.ALL,
        workbench,
        project.source("trips"),
        Judges.of(project.contract("contracts/trips.yaml")),
        data,
        until,
        _ -> {});
  }

  @Test
  void onlyTripsThatHaveEndedArriveAndCountsAddUp() {
    QualityResult first = ingest(APRIL).quality().orElseThrow();
    assertThat(first.accepted()).isEqualTo(29_658);
    long read = first.read();
    for (int day = 1; day <= 3; day++) {
      QualityResult next = ingest(APRIL.plus(Duration.ofDays(day))).quality().orElseThrow();
      assertThat(next.read()).isEqualTo(next.accepted() + next.quarantined());
      read += next.read();
    }
    long accepted = tables.current(Callers.ALL, "trips").orElseThrow().rows();
    assertThat(read).isEqualTo(accepted + quarantine.count(Callers.ALL, "trips"));
    String malformed =
        "SELECT count(*) FROM %s WHERE NOT regexp_full_match(trip_id, '2018-0[1-4]-[0-9]{5}')"
            .formatted(
                tables.scan(Callers.ALL, tables.current(Callers.ALL, "trips").orElseThrow()));
    List<Long> counts = workbench.use(session -> session.query(malformed, row -> row.number(1)));
    assertThat(counts).as("requests carry the same ids").containsExactly(0L);
    assertThat(quarantine.breaches(Callers.ALL, "trips"))
        .containsOnlyKeys("duration", "distance", "total");
  }

  @Test
  void rowsOfAnotherTimeArriveWithTheirFileAndADayMayHaveNone() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    List<String> lines =
        new ArrayList<>(Files.readAllLines(DATA.resolve("yellow_tripdata_sample_2018-02.csv")));
    lines.removeIf(line -> line.contains(",2018-02-11 "));
    lines.add(lines.get(1).replace("2018-02-", "2037-02-"));
    Files.write(data.resolve("x_2018-02.csv"), lines);
    long read = 0;
    for (EventTime day = EventTime.parse("2018-02-02");
        day.isBefore(EventTime.parse("2018-03-04"));
        day = day.plus(Duration.ofDays(1))) {
      read += ingest(data, day).rows();
    }
    assertThat(read).isEqualTo(lines.size() - 1);
    assertThat(quarantine.breaches(Callers.ALL, "trips")).containsEntry("month", 1L);
  }

  @Test
  void ingestingAgainChangesNothing() {
    Ingested first = ingest(APRIL);
    assertThat(ingest(APRIL).snapshot()).isEqualTo(first.snapshot());
    assertThat(ingest(APRIL).rows()).isZero();
  }

  @Test
  void everyViewOfTheExampleHasValues() {
    ingest(APRIL);
    List<FeatureView> views = List.copyOf(project.views().values());
    assertThat(materialize.offline(Callers.ALL, workbench, views, APRIL, _ -> {}))
        .containsOnlyKeys(project.views().keySet());
    assertThat(materialize.online(Callers.ALL, workbench, views, APRIL, _ -> {}))
        .isGreaterThan(4_000);
    assertThat(project.service("trip_duration").names()).hasSize(15);
  }
}
