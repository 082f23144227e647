package dev.rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.Tables;
import dev.rondo.features.FeatureParser;
import dev.rondo.features.FeatureService;
import dev.rondo.features.FeatureStore;
import dev.rondo.features.FeatureView;
import dev.rondo.features.OnlineStore;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.loop.feature.Materialize;
import dev.rondo.loop.source.Ingest;
import dev.rondo.loop.source.Quarantine;
import dev.rondo.loop.source.SourceParser;
import dev.rondo.loop.source.Workbench;
import dev.rondo.quality.ContractParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDataTest {
  static final Path PROJECT = Path.of("../examples/taxi-duration");
  static final Path DATA = Path.of("../../shared/data/nyc-taxi");
  @TempDir Path folder;

  static String text(String path) throws IOException {
    return Files.readString(PROJECT.resolve(path));
  }

  static Optional<String> find(String path) {
    try {
      return Optional.of(text(path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Test
  void days() throws Exception {
    var database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    var tables =
        new Tables(
            database, new IdSource(new TestClock(), new Random(1)), folder.resolve("tables"));
    var quarantine = new Quarantine(database);
    var staging = folder.resolve("staging");
    var ingest = new Ingest(database, tables, quarantine, staging);
    var online = new OnlineStore(folder.resolve("online"));
    var store = new FeatureStore(tables, online);
    var materialize = new Materialize(tables, store);
    var engine =
        new SqlEngine(
            1024, Integer.getInteger("threads", 2), Files.createDirectories(folder.resolve("tmp")));
    var workbench =
        new Workbench(engine, tables, List.of(tables.folder(Callers.ALL), staging, DATA));
    var source =
        SourceParser.parse(
            Yaml.parse("trips.yaml", text("sources/trips.yaml")), RealDataTest::find);
    var contract = ContractParser.parse("trips.yaml", text("contracts/trips.yaml"));
    Map<String, FeatureView> views = new TreeMap<>();
    for (String v : List.of("zone_activity", "route_history", "city_pace", "hour_pace")) {
      views.put(
          v,
          FeatureParser.view(
              Yaml.parse(v, text("features/" + v + ".yaml")), f -> find("features/" + f)));
    }
    FeatureService service =
        FeatureParser.service(Yaml.parse("s", text("services/trip_duration.yaml")), views);
    EventTime now = EventTime.parse("2018-04-01");
    long t0 = System.nanoTime();
    var first = ingest.run(Callers.ALL, workbench, source, contract, DATA, now);
    System.out.println(
        "first ingest ms "
            + (System.nanoTime() - t0) / 1_000_000
            + " "
            + first.quality().map(q -> q.accepted()));
    t0 = System.nanoTime();
    materialize.offline(Callers.ALL, workbench, List.copyOf(views.values()), now);
    System.out.println("offline ms " + (System.nanoTime() - t0) / 1_000_000);
    t0 = System.nanoTime();
    materialize.online(Callers.ALL, workbench, List.copyOf(views.values()), now);
    System.out.println("online ms " + (System.nanoTime() - t0) / 1_000_000);
    long ti = 0, tf = 0, to = 0;
    int days = Integer.getInteger("days", 60);
    for (int d = 1; d <= days; d++) {
      now = now.plus(Duration.ofDays(1));
      t0 = System.nanoTime();
      ingest.run(Callers.ALL, workbench, source, contract, DATA, now);
      long t1 = System.nanoTime();
      materialize.online(Callers.ALL, workbench, List.copyOf(views.values()), now);
      long t2 = System.nanoTime();
      if (d % 7 == 0) {
        materialize.offline(Callers.ALL, workbench, List.copyOf(views.values()), now);
      }
      long t3 = System.nanoTime();
      ti += t1 - t0;
      tf += t2 - t1;
      to += t3 - t2;
      if (d % 30 == 0) {
        System.out.println(
            "day "
                + d
                + " ingest "
                + ti / 1_000_000 / d
                + " online "
                + tf / 1_000_000 / d
                + " offline/wk "
                + to / 1_000_000 / (d / 7));
      }
    }
    System.out.println(quarantine.breaches(Callers.ALL, "trips"));
    assertThat(service.names()).hasSize(15);
    workbench.close();
    online.close();
    database.close();
  }
}
