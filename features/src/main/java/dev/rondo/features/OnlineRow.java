package dev.rondo.features;

import dev.rondo.data.Column;
import dev.rondo.data.ColumnType;
import dev.rondo.data.SqlRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The new values of one entity.
///
/// @param keys in the view's order: `Long` or `String`
/// @param values in the order of the view's features; NaN where there is none
record OnlineRow(FeatureView view, Instant eventTime, List<Object> keys, double[] values) {

  /// Reads a row of time, keys and features.
  static OnlineRow read(FeatureView view, SqlRow row) {
    List<Object> keys = new ArrayList<>();
    for (Column key : view.keys()) {
      keys.add(
          key.type() == ColumnType.VARCHAR
              ? row.text(key.name())
              : (Object) row.number(key.name()));
    }
    double[] values = new double[view.features().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.real(view.features().get(i).name());
    }
    return new OnlineRow(view, row.time(FeatureView.TIME), List.copyOf(keys), values);
  }
}
