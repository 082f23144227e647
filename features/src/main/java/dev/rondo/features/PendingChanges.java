package dev.rondo.features;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import java.util.List;

/// Changes that went to the online store and wait, in the session, for the next offline commit, so
/// that they need not be computed twice. A session that was opened anew has none, and then they are
/// computed from the source again, with the same result.
final class PendingChanges {
  private static final String MOMENTS = "pending_moments";

  private final SqlSession session;
  private final FeatureView view;
  private final String table;

  PendingChanges(SqlSession session, FeatureView view) {
    this.session = session;
    this.view = view;
    this.table = SqlSession.name("pending_" + view.name() + "_" + view.asset().version());
    session.execute(
        "CREATE TABLE IF NOT EXISTS " + MOMENTS + " (view VARCHAR, version VARCHAR, ts TIMESTAMP)");
  }

  /// Adds the changes from one moment to the next; a gap starts anew.
  void add(EventTime before, EventTime moment, String changes) {
    if (!moments().stream().reduce((_, last) -> last).map(before::equals).orElse(false)) {
      clear();
      remember(before);
      session.execute(
          "CREATE OR REPLACE TABLE " + table + " AS SELECT * FROM " + changes + " WHERE false");
    }
    session.execute("INSERT INTO " + table + " SELECT * FROM " + changes);
    remember(moment);
  }

  /// Whether exactly the steps between these moments wait here.
  boolean cover(List<EventTime> moments) {
    return moments().equals(moments);
  }

  /// The relation of what waits.
  String table() {
    return table;
  }

  /// Forgets everything but the last moment, from which the next changes go on.
  void committed() {
    List<EventTime> moments = moments();
    clear();
    if (!moments.isEmpty()) {
      remember(moments.getLast());
      session.execute("DELETE FROM " + table);
    }
  }

  private List<EventTime> moments() {
    return session.query(
        "SELECT ts FROM " + MOMENTS + " WHERE view = ? AND version = ? ORDER BY ts",
        row -> new EventTime(row.time("ts")),
        view.name(),
        view.asset().version());
  }

  private void remember(EventTime moment) {
    session.execute(
        "INSERT INTO " + MOMENTS + " VALUES (?, ?, ?)",
        view.name(),
        view.asset().version(),
        moment.value());
  }

  private void clear() {
    session.execute(
        "DELETE FROM " + MOMENTS + " WHERE view = ? AND version = ?",
        view.name(),
        view.asset().version());
  }
}
