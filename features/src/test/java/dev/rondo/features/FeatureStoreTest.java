package dev.rondo.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.Column;
import dev.rondo.data.ColumnType;
import dev.rondo.data.Commit;
import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.data.TableSchema;
import dev.rondo.data.Tables;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// Held against an obvious oracle: for each request, walk over all trips that ended before the
/// start of its day.
class FeatureStoreTest {
  private static final EventTime START = EventTime.parse("2020-01-01");
  private static final FeatureView ZONE =
      new FeatureView(
          "zone",
          "Trips of the last three days",
          "trips",
          List.of(new Column("zone", ColumnType.BIGINT)),
          Duration.ofDays(3),
          "ended",
          List.of(new Column("trips", ColumnType.BIGINT), new Column("minutes", ColumnType.DOUBLE)),
          true,
          """
          SELECT as_of.ts AS event_timestamp, zone, count(*) AS trips,
            sum(seconds)::DOUBLE / count(*) AS minutes
          FROM as_of JOIN trips ON ended < as_of.ts AND ended >= as_of.ts - INTERVAL 3 DAY
          GROUP BY as_of.ts, zone
          """);
  private static final FeatureView CITY =
      new FeatureView(
          "city",
          "",
          "trips",
          List.of(),
          Duration.ofDays(1),
          "ended",
          List.of(new Column("city_trips", ColumnType.BIGINT)),
          false,
          """
          SELECT as_of.ts AS event_timestamp, count(*) AS city_trips
          FROM as_of JOIN trips ON ended < as_of.ts AND ended >= as_of.ts - INTERVAL 1 DAY
          GROUP BY as_of.ts
          """);
  private static final FeatureService SERVICE =
      new FeatureService(
          "duration",
          new Spine("trips", "id", "started", "ended", "seconds / 60.0"),
          List.of(
              new RequestFeature("distance", "distance", Transform.VALUE),
              new RequestFeature("minute", "started", Transform.MINUTE_OF_DAY),
              new RequestFeature("eighth", "started", Transform.EIGHTH_OF_DAY, false),
              new RequestFeature("weekday", "started", Transform.DAY_OF_WEEK)),
          List.of(
              new ViewFeatures(ZONE, Map.of("zone", "zone"), List.of("minutes", "trips")),
              new ViewFeatures(CITY, Map.of(), List.of("city_trips"))));

  private record Trip(
      String id, long zone, LocalDateTime started, LocalDateTime ended, double distance) {
    long seconds() {
      return Duration.between(started, ended).toSeconds();
    }

    ObjectNode request() {
      return Json.object()
          .put("zone", zone)
          .put("started", started.toString())
          .put("distance", distance);
    }
  }

  @TempDir Path folder;
  private Database database;
  private Tables tables;
  private OnlineStore online;
  private FeatureStore store;
  private SqlSession session;
  private List<Trip> trips;

  @BeforeEach
  void open() throws Exception {
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    tables =
        new Tables(
            database, new IdSource(new TestClock(), new Random(1)), folder.resolve("tables"));
    online = new OnlineStore(folder.resolve("online"));
    store = new FeatureStore(tables, online);
    session =
        new SqlEngine(256, 1, Files.createDirectories(folder.resolve("tmp")))
            .open(List.of(tables.folder(Callers.ALL)));
    tables.create(
        Callers.ALL,
        "trips",
        new TableSchema(
            List.of(
                new Column("id", ColumnType.VARCHAR),
                new Column("zone", ColumnType.BIGINT),
                new Column("started", ColumnType.TIMESTAMP),
                new Column("ended", ColumnType.TIMESTAMP),
                new Column("seconds", ColumnType.BIGINT),
                new Column("distance", ColumnType.DOUBLE))));
    store.prepare(Callers.ALL, ZONE);
    store.prepare(Callers.ALL, CITY);
    trips = trips(new Random(7));
    session.execute(
        "CREATE TABLE trips (id VARCHAR, zone BIGINT, started TIMESTAMP, ended TIMESTAMP,"
            + " seconds BIGINT, distance DOUBLE)");
    for (Trip trip : trips) {
      session.execute(
          "INSERT INTO trips VALUES (?, ?, ?, ?, ?, ?)",
          trip.id,
          trip.zone,
          trip.started.toInstant(ZoneOffset.UTC),
          trip.ended.toInstant(ZoneOffset.UTC),
          trip.seconds(),
          trip.distance);
    }
  }

  /// Zone 9 is busy on the first days only, so that its values vanish.
  private static List<Trip> trips(Random random) {
    List<Trip> trips = new ArrayList<>();
    LocalDateTime start = LocalDate.of(2020, 1, 1).atStartOfDay();
    for (int i = 0; i < 400; i++) {
      long zone = random.nextInt(5);
      LocalDateTime started = start.plusSeconds(random.nextInt(14 * 86_400));
      if (started.isBefore(start.plusDays(2)) && random.nextInt(4) == 0) {
        zone = 9;
      }
      if (random.nextInt(20) == 0) {
        started = started.toLocalDate().atStartOfDay();
      }
      LocalDateTime ended = started.plusSeconds(1 + random.nextInt(7_200));
      trips.add(new Trip("t" + i, zone, started, ended, random.nextInt(900) / 100.0));
    }
    return trips;
  }

  @AfterEach
  void close() {
    session.close();
    online.close();
    database.close();
  }

  private float[] oracle(Trip request) {
    LocalDateTime day = request.started.toLocalDate().atStartOfDay();
    List<Trip> zone = known(day, 3).stream().filter(t -> t.zone == request.zone).toList();
    List<Trip> city = known(day, 1);
    long seconds = zone.stream().mapToLong(Trip::seconds).sum();
    return new float[] {
      (float) request.distance,
      request.started.getHour() * 60 + request.started.getMinute(),
      request.started.getDayOfWeek().getValue(),
      zone.isEmpty() ? Float.NaN : (float) ((double) seconds / zone.size()),
      zone.isEmpty() ? Float.NaN : zone.size(),
      city.isEmpty() ? Float.NaN : city.size()
    };
  }

  private List<Trip> known(LocalDateTime day, int days) {
    return trips.stream()
        .filter(t -> t.ended.isBefore(day) && !t.ended.isBefore(day.minusDays(days)))
        .toList();
  }

  private static List<EventTime> days(int from, int to) {
    List<EventTime> days = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      days.add(START.plus(Duration.ofDays(i)));
    }
    return days;
  }

  private TrainingSet trainingSet(int fromDay, int toDay, int knownByDay) {
    Snapshot spine =
        tables
            .append(Callers.ALL, session, "trips", "trips", Commit.of("all", Map.of()))
            .orElseThrow();
    Map<String, Snapshot> views =
        Map.of(
            "zone", tables.current(Callers.ALL, "feature_zone").orElseThrow(),
            "city", tables.current(Callers.ALL, "feature_city").orElseThrow());
    return store.trainingSet(
        Callers.ALL,
        session,
        new TrainingSetRequest(
            SERVICE,
            spine,
            views,
            START.plus(Duration.ofDays(fromDay)),
            START.plus(Duration.ofDays(toDay)),
            START.plus(Duration.ofDays(knownByDay))));
  }

  private void materializeInWeeks() {
    for (FeatureView view : List.of(ZONE, CITY)) {
      store.materializeOffline(Callers.ALL, session, view, days(0, 7));
      store.materializeOffline(Callers.ALL, session, view, days(7, 14));
    }
  }

  @Test
  void trainingSeesExactlyWhatWasKnownAtEachMoment() {
    materializeInWeeks();
    TrainingSet set = trainingSet(0, 14, 20);
    assertThat(set.rows()).isEqualTo(400);
    assertThat(set.eventMillis()).isSorted();
    for (int row = 0; row < set.rows(); row++) {
      Trip trip = trips.get(Integer.parseInt(set.ids().get(row).substring(1)));
      float[] values = new float[set.names().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = set.features()[i][row];
      }
      assertThat(values).as(trip.toString()).containsExactly(oracle(trip));
      assertThat(set.labels()[row]).isEqualTo((float) (trip.seconds() / 60.0));
    }
  }

  @Test
  void servingSeesTheSameAsTrainingOnEveryDay() {
    FeatureLookup lookup = store.lookup(Callers.ALL, SERVICE);
    for (EventTime day : days(0, 13)) {
      store.materializeOnline(Callers.ALL, session, List.of(ZONE, CITY), day);
      for (Trip trip : trips) {
        if (trip.started.toLocalDate().equals(day.day())) {
          float[] vector = new float[6];
          lookup.lookup(trip.request(), vector);
          assertThat(vector).as(trip.toString()).containsExactly(oracle(trip));
        }
      }
    }
  }

  @Test
  void valuesThatWentOnlineDayByDayAreTheSameOffline() {
    List<FeatureView> views = List.of(ZONE, CITY);
    for (FeatureView view : views) {
      store.materializeOffline(Callers.ALL, session, view, days(0, 3));
    }
    for (EventTime day : days(3, 14)) {
      store.materializeOnline(Callers.ALL, session, views, day);
      if (day.equals(days(10, 10).getFirst())) {
        views.forEach(v -> store.materializeOffline(Callers.ALL, session, v, days(3, 10)));
      }
    }
    views.forEach(v -> store.materializeOffline(Callers.ALL, session, v, days(10, 14)));
    Snapshot byDay = tables.current(Callers.ALL, "feature_zone").orElseThrow();
    TrainingSet set = trainingSet(0, 14, 20);
    for (int row = 0; row < set.rows(); row++) {
      Trip trip = trips.get(Integer.parseInt(set.ids().get(row).substring(1)));
      assertThat(Float.valueOf(set.features()[3][row]))
          .as(trip.toString())
          .isEqualTo(Float.valueOf(oracle(trip)[3]));
    }
    assertThat(byDay.rows()).isPositive();
  }

  @Test
  void labelsThatCameLaterAreLeftOut() {
    materializeInWeeks();
    TrainingSet set = trainingSet(0, 14, 7);
    Instant end = START.plus(Duration.ofDays(7)).value();
    assertThat(set.rows())
        .isEqualTo(
            (int)
                trips.stream()
                    .filter(t -> t.ended.toInstant(ZoneOffset.UTC).isBefore(end))
                    .count());
    assertThat(java.util.Arrays.stream(set.labelMillis()).max().orElseThrow())
        .isLessThan(end.toEpochMilli());
  }

  @Test
  void aLaterTripNeverChangesAnEarlierExample() {
    materializeInWeeks();
    TrainingSet before = trainingSet(0, 7, 7);
    session.execute("DELETE FROM trips WHERE started >= TIMESTAMP '2020-01-08'");
    SqlSession other = session;
    Tables fresh = tables;
    fresh.create(Callers.ALL, "trips2", tables.schema(Callers.ALL, "trips"));
    Snapshot spine =
        fresh.append(Callers.ALL, other, "trips2", "trips", Commit.of("k", Map.of())).orElseThrow();
    FeatureService service =
        new FeatureService(
            "duration",
            new Spine("trips2", "id", "started", "ended", "seconds / 60.0"),
            SERVICE.request(),
            SERVICE.views());
    Map<String, Snapshot> views =
        Map.of(
            "zone", tables.current(Callers.ALL, "feature_zone").orElseThrow(),
            "city", tables.current(Callers.ALL, "feature_city").orElseThrow());
    TrainingSet after =
        store.trainingSet(
            Callers.ALL,
            other,
            new TrainingSetRequest(
                service,
                spine,
                views,
                START,
                START.plus(Duration.ofDays(7)),
                START.plus(Duration.ofDays(7))));
    assertThat(after.digest()).isEqualTo(before.digest());
  }

  @Test
  void theSameRowsHaveTheSameDigest() {
    materializeInWeeks();
    assertThat(trainingSet(0, 14, 20).digest()).isEqualTo(trainingSet(0, 14, 20).digest());
    assertThat(trainingSet(0, 13, 20).digest()).isNotEqualTo(trainingSet(0, 14, 20).digest());
  }

  @Test
  void materialisingTwiceChangesNothing() {
    materializeInWeeks();
    Snapshot first = tables.current(Callers.ALL, "feature_zone").orElseThrow();
    store.materializeOffline(Callers.ALL, session, ZONE, days(7, 14));
    assertThat(tables.current(Callers.ALL, "feature_zone")).contains(first);
  }

  @Test
  void onlyChangedRowsAreWrittenOnline() {
    store.materializeOnline(Callers.ALL, session, List.of(ZONE, CITY), days(9, 9).getFirst());
    assertThat(
            store.materializeOnline(
                Callers.ALL, session, List.of(ZONE, CITY), days(9, 9).getFirst()))
        .isZero();
  }

  @Test
  void aRequestWithoutItsFieldsGetsNoValuesRatherThanWrongOnes() {
    store.materializeOnline(Callers.ALL, session, List.of(ZONE, CITY), days(5, 5).getFirst());
    float[] vector = new float[6];
    store
        .lookup(Callers.ALL, SERVICE)
        .lookup(Json.object().put("started", "yesterday").put("zone", "4"), vector);
    assertThat(vector[0]).isNaN();
    assertThat(vector[1]).isNaN();
    assertThat(vector[3]).isNaN();
    assertThat(vector[5]).isNotNaN();
  }

  @Test
  void aQueryThatReturnsAnEntityTwiceIsRefused() {
    FeatureView wrong =
        new FeatureView(
            "wrong",
            "",
            "trips",
            ZONE.keys(),
            ZONE.lookback(),
            "ended",
            List.of(new Column("n", ColumnType.BIGINT)),
            false,
            "SELECT as_of.ts AS event_timestamp, zone, 1 AS n FROM as_of, trips");
    store.prepare(Callers.ALL, wrong);
    assertThatThrownBy(() -> store.materializeOffline(Callers.ALL, session, wrong, days(0, 1)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("more than once");
  }

  @Test
  void keysFollowFromWhatTheModelWasGivenAndFromTheMoment() {
    Map<String, String> fields = Map.of("a", "distance", "b", "eighth");
    FeatureService service =
        new FeatureService(
            "duration",
            SERVICE.spine(),
            SERVICE.request(),
            List.of(new ViewFeatures(ZONE, fields, List.of("trips"))));
    ViewFeatures use = service.views().getFirst();
    EventTime moment = EventTime.parse("2020-01-01T08:15:00Z");
    assertThat(service.keys(use, Map.of("distance", 7f), "started", moment))
        .contains(Map.of("a", 7L, "b", 2L));
    assertThat(service.keys(use, Map.of("distance", 7.5f), "started", moment)).isEmpty();
    assertThat(service.keys(use, Map.of("distance", 16_777_216f), "started", moment)).isEmpty();
    assertThat(service.keys(use, Map.of(), "started", moment)).isEmpty();
    assertThat(service.keys(use, Map.of("distance", 7f), "ended", moment)).isEmpty();
  }
}
