package dev.rondo.features;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import java.util.ArrayList;
import java.util.List;

/// Changes of one view that went to the online store and wait, in a table of the session, for the
/// next offline commit, so that they need not be computed twice. A session that was opened anew has
/// none, and then they are computed from the source again, with the same result. Confined to
/// whoever uses the session.
final class PendingChanges {
  private final SqlSession session;
  private final String table;
  private final List<EventTime> moments = new ArrayList<>();

  PendingChanges(SqlSession session, FeatureView view) {
    this.session = session;
    this.table = SqlSession.name("pending_" + view.name());
  }

  /// Whether they wait in this session.
  boolean isOf(SqlSession other) {
    return session == other;
  }

  /// Adds the changes from one moment to the next; a gap starts anew.
  void add(EventTime before, EventTime moment, String changes) {
    boolean isNext = !moments.isEmpty() && moments.getLast().equals(before);
    if (isNext && moments.size() > 1) {
      session.execute("INSERT INTO " + table + " SELECT * FROM " + changes);
    } else {
      moments.clear();
      moments.add(before);
      session.execute("CREATE OR REPLACE TABLE " + table + " AS SELECT * FROM " + changes);
    }
    moments.add(moment);
  }

  /// Whether exactly the steps between these moments wait here.
  boolean cover(List<EventTime> steps) {
    return moments.size() > 1 && moments.equals(steps);
  }

  /// The relation of what waits.
  String table() {
    return table;
  }

  /// Forgets everything but the last moment, from which the next changes go on.
  void committed() {
    if (!moments.isEmpty()) {
      moments.subList(0, moments.size() - 1).clear();
    }
  }
}
