package dev.rondo.loop.feature;

import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlSession;
import dev.rondo.data.Tables;
import dev.rondo.features.FeatureStore;
import dev.rondo.features.FeatureView;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Permission;
import dev.rondo.loop.source.Workbench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Moves feature values forward: online to one moment, offline day by day. Thread-safe.
public final class Materialize {
  private static final Duration DAY = Duration.ofDays(1);

  private final Tables tables;
  private final FeatureStore store;

  public Materialize(Tables tables, FeatureStore store) {
    this.tables = tables;
    this.store = store;
  }

  /// Moves the online values of the views to a moment.
  ///
  /// @param reads hears of the snapshot of each data set that the views are computed from
  /// @return how many values changed
  public int online(
      Caller caller,
      Workbench workbench,
      List<FeatureView> views,
      EventTime moment,
      Consumer<Snapshot> reads) {
    caller.require(Permission.WRITE_DATA);
    return workbench.use(session -> {
      load(caller, workbench, session, views, moment, reads);
      return store.materializeOnline(caller, session, views, moment);
    });
  }

  /// Appends to each view's table what changed on every day up to a moment, since the last time.
  ///
  /// @param reads hears of the snapshot of each data set that the views are computed from
  /// @return each view's newest snapshot; a view without any value is left out
  public Map<String, Snapshot> offline(
      Caller caller,
      Workbench workbench,
      List<FeatureView> views,
      EventTime until,
      Consumer<Snapshot> reads) {
    caller.require(Permission.WRITE_DATA);
    return workbench.use(session -> {
      load(caller, workbench, session, views, until, reads);
      Map<String, Snapshot> snapshots = new HashMap<>();
      for (FeatureView view : views) {
        offline(caller, session, view, until).ifPresent(s -> snapshots.put(view.name(), s));
      }
      return snapshots;
    });
  }

  private Optional<Snapshot> offline(
      Caller caller, SqlSession session, FeatureView view, EventTime until) {
    store.prepare(caller, view);
    Optional<Snapshot> newest = tables.current(caller, view.table());
    Optional<EventTime> from =
        newest
            .map(snapshot -> EventTime.parse(snapshot.facts().getOrDefault("as-of", "1970-01-01")))
            .or(() -> firstDay(session, view));
    if (from.isEmpty() || !from.get().isBefore(until)) {
      return newest;
    }
    store.materializeOffline(caller, session, view, days(from.get(), until));
    return tables.compact(caller, session, view.table());
  }

  private static Optional<EventTime> firstDay(SqlSession session, FeatureView view) {
    return session
        .query(
            "SELECT date_trunc('day', min(%s)) AS first FROM %s"
                .formatted(SqlSession.name(view.timeColumn()), SqlSession.name(view.source())),
            row ->
                row.isNull("first")
                    ? Optional.<EventTime>empty()
                    : Optional.of(new EventTime(row.time("first"))))
        .getFirst();
  }

  private static List<EventTime> days(EventTime from, EventTime until) {
    List<EventTime> days = new ArrayList<>();
    for (EventTime day = from; !until.isBefore(day); day = day.plus(DAY)) {
      days.add(day);
    }
    return days;
  }

  private void load(
      Caller caller,
      Workbench workbench,
      SqlSession session,
      List<FeatureView> views,
      EventTime moment,
      Consumer<Snapshot> reads) {
    Map<String, Duration> lookbacks = new HashMap<>();
    Map<String, String> columns = new HashMap<>();
    for (FeatureView view : views) {
      lookbacks.merge(view.source(), view.lookback(), (a, b) -> a.compareTo(b) > 0 ? a : b);
      columns.put(view.source(), view.timeColumn());
    }
    lookbacks.forEach((source, lookback) -> {
      workbench.load(
          caller,
          session,
          source,
          columns.getOrDefault(source, ""),
          moment.value(),
          lookback.plus(Duration.ofDays(31)));
      tables.current(caller, source).ifPresent(reads);
    });
  }
}
