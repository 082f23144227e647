package dev.rondo.features;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Changes of one view that went to the online store and wait, in a table of the session, for the
/// next offline commit, so that they need not be computed twice. A session that was opened anew has
/// none, and then they are computed from the source again, with the same result. Confined to
/// whoever uses the session.
final class PendingChanges {
  private final SqlSession session;
  private final FeatureView view;
  private final String table;
  private final List<EventTime> moments = new ArrayList<>();

  PendingChanges(SqlSession session, FeatureView view) {
    this.session = session;
    this.view = view;
    this.table = SqlSession.name("pending_" + view.name());
  }

  /// Whether they wait in this session.
  boolean isOf(SqlSession other) {
    return session == other;
  }

  /// Computes the changes from one moment to the next, keeps them, and returns them; a gap before
  /// them starts anew.
  List<OnlineRow> add(EventTime before, EventTime moment) {
    boolean isNext = moments.size() > 1 && moments.getLast().equals(before);
    if (!isNext) {
      moments.clear();
      String columns =
          view.schema().columns().stream()
              .map(column -> SqlSession.name(column.name()) + " " + column.type().sql())
              .collect(Collectors.joining(", "));
      session.execute("CREATE OR REPLACE TABLE " + table + " (" + columns + ")");
      moments.add(before);
    }
    List<OnlineRow> rows =
        OnlineRow.query(
            session,
            view,
            "INSERT INTO "
                + table
                + " "
                + Changes.query(view, List.of(before, moment), false)
                + " RETURNING *");
    moments.add(moment);
    return rows;
  }

  /// Whether exactly the steps between these moments wait here.
  boolean cover(List<EventTime> steps) {
    return moments.size() > 1 && moments.equals(steps);
  }

  /// The relation of what waits.
  String table() {
    return table;
  }

  /// Forgets what waited, when it has been committed or is not to be.
  void clear() {
    moments.clear();
  }
}
