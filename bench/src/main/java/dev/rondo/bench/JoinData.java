package dev.rondo.bench;

import dev.rondo.data.Column;
import dev.rondo.data.ColumnType;
import dev.rondo.data.Commit;
import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlSession;
import dev.rondo.data.TableSchema;
import dev.rondo.data.Tables;
import dev.rondo.features.FeatureService;
import dev.rondo.features.FeatureView;
import dev.rondo.features.RequestFeature;
import dev.rondo.features.Spine;
import dev.rondo.features.TrainingSetRequest;
import dev.rondo.features.Transform;
import dev.rondo.features.ViewFeatures;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.ProjectName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Made-up examples and feature values over a hundred days, in tables, the same in every run: a
/// million rows by route, 200,000 by zone, and one a day for the whole.
///
/// @param request for the feature store
/// @param byHand the same as SQL
record JoinData(TrainingSetRequest request, String byHand) {
  static final int EXAMPLES = 200_000;
  static final Caller CALLER = Caller.platform("bench", new ProjectName("bench"));

  private static final int DAYS = 100;
  private static final EventTime FROM = EventTime.parse("2020-01-01");
  private static final EventTime TO = FROM.plus(Duration.ofDays(DAYS + 1));
  private static final FeatureView ROUTE = view("route", 10_000);
  private static final FeatureView ZONE = view("zone", 2_000);
  private static final FeatureView CITY = view("city", 1);
  private static final FeatureService SERVICE =
      new FeatureService(
          "bench",
          new Spine("examples", "id", "started", "ended", "minutes"),
          List.of(
              new RequestFeature("distance", "distance", Transform.VALUE),
              new RequestFeature("minute", "started", Transform.MINUTE_OF_DAY)),
          List.of(use(ROUTE), use(ZONE), use(CITY)));

  private static FeatureView view(String name, int keys) {
    return new FeatureView(
        name,
        "",
        "examples",
        keys == 1 ? List.of() : List.of(new Column(name, ColumnType.BIGINT)),
        Duration.ofDays(1),
        "ended",
        List.of(
            new Column(name + "_speed", ColumnType.DOUBLE),
            new Column(name + "_trips", ColumnType.BIGINT)),
        false,
        values(name, keys));
  }

  private static ViewFeatures use(FeatureView view) {
    Map<String, String> keys = new HashMap<>();
    view.keys().forEach(key -> keys.put(key.name(), key.name()));
    return new ViewFeatures(view, keys, view.features().stream().map(Column::name).toList());
  }

  /// A row for each day and key.
  private static String values(String name, int keys) {
    return """
    (SELECT TIMESTAMP '2020-01-01' + to_days((i // %2$d)::INTEGER) AS event_timestamp, i %% %2$d AS %1$s,
      (hash(i) %% 4000) / 100.0 AS %1$s_speed, (hash(-i) %% 900)::BIGINT AS %1$s_trips
    FROM range(%3$d) AS r(i) ORDER BY i)\
    """
        .formatted(name, keys, (long) DAYS * keys);
  }

  private static final String EXAMPLE_ROWS =
      """
      (SELECT lpad(i::VARCHAR, 8, '0') AS id, started, started + INTERVAL 12 MINUTE AS ended,
        hash(i + 1) %% 10000 AS route, hash(i + 2) %% 2000 AS zone,
        (hash(i + 3) %% 3000) / 100.0 AS distance, (hash(i + 4) %% 6000) / 100.0 AS minutes
      FROM (SELECT i, TIMESTAMP '2020-01-01' + to_seconds((hash(i) %% %d)::BIGINT) AS started
        FROM range(%d) AS r(i)) AS e ORDER BY i)\
      """
          .formatted(DAYS * 86_400, EXAMPLES);

  /// How many features there are.
  static final int WIDTH = SERVICE.names().size();

  /// Fills the tables.
  static JoinData write(SqlSession session, Tables tables) {
    TableSchema schema =
        new TableSchema(
            List.of(
                new Column("id", ColumnType.VARCHAR),
                new Column("started", ColumnType.TIMESTAMP),
                new Column("ended", ColumnType.TIMESTAMP),
                new Column("route", ColumnType.BIGINT),
                new Column("zone", ColumnType.BIGINT),
                new Column("distance", ColumnType.DOUBLE),
                new Column("minutes", ColumnType.DOUBLE)));
    Snapshot examples = table(session, tables, "examples", schema, EXAMPLE_ROWS);
    Snapshot route = table(session, tables, ROUTE);
    Snapshot zone = table(session, tables, ZONE);
    Snapshot city = table(session, tables, CITY);
    Map<String, Snapshot> views = Map.of(ROUTE.name(), route, ZONE.name(), zone, CITY.name(), city);
    return new JoinData(
        new TrainingSetRequest(SERVICE, examples, views, FROM, TO, TO),
        byHand(
            tables.scan(CALLER, examples),
            tables.scan(CALLER, route),
            tables.scan(CALLER, zone),
            tables.scan(CALLER, city)));
  }

  private static Snapshot table(SqlSession session, Tables tables, FeatureView view) {
    return table(session, tables, view.table(), view.schema(), view.sql());
  }

  private static Snapshot table(
      SqlSession session, Tables tables, String name, TableSchema schema, String rows) {
    tables.create(CALLER, name, schema);
    return tables.append(CALLER, session, name, rows, Commit.of("bench", Map.of())).orElseThrow();
  }

  private static String byHand(String examples, String route, String zone, String city) {
    return """
    SELECT e.id, epoch_ms(e.started), epoch_ms(e.ended), e.minutes, e.distance,
      hour(e.started) * 60 + minute(e.started),
      r.route_speed, r.route_trips, z.zone_speed, z.zone_trips, c.city_speed, c.city_trips
    FROM %s AS e
    ASOF LEFT JOIN %s AS r ON e.route = r.route AND e.started >= r.event_timestamp
    ASOF LEFT JOIN %s AS z ON e.zone = z.zone AND e.started >= z.event_timestamp
    ASOF LEFT JOIN %s AS c ON e.started >= c.event_timestamp
    ORDER BY e.started, e.id\
    """
        .formatted(examples, route, zone, city);
  }
}
