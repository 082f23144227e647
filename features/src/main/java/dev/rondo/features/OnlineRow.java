package dev.rondo.features;

import dev.rondo.data.ColumnType;
import dev.rondo.data.SqlRow;
import dev.rondo.data.SqlSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The new values of one entity.
///
/// @param keys in the view's order: `Long` or `String`
/// @param values in the order of the view's features; NaN where there is none
record OnlineRow(FeatureView view, Instant eventTime, List<Object> keys, double[] values) {

  /// Runs a statement that returns rows of time, keys and features for one moment, one for each
  /// entity.
  static List<OnlineRow> query(SqlSession session, FeatureView view, String sql) {
    List<OnlineRow> rows = session.query(sql, row -> read(view, row));
    Set<List<Object>> entities = new HashSet<>();
    rows.forEach(row -> entities.add(row.keys));
    if (entities.size() < rows.size()) {
      throw Changes.doubles(view, rows.size() - entities.size());
    }
    return rows;
  }

  private static OnlineRow read(FeatureView view, SqlRow row) {
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < view.keys().size(); i++) {
      boolean isText = view.keys().get(i).type() == ColumnType.VARCHAR;
      keys.add(isText ? row.text(2 + i) : (Object) row.number(2 + i));
    }
    double[] values = new double[view.features().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.real(2 + keys.size() + i);
    }
    return new OnlineRow(view, row.time(FeatureView.TIME), List.copyOf(keys), values);
  }
}
