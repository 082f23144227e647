package dev.rondo.loop;

import dev.rondo.data.Snapshot;
import dev.rondo.kernel.EventTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a prediction was computed from.
///
/// @param features what the model was given, by name, in the order of its inputs; NaN where a value
///   was missing
/// @param rows by feature view; without those of which it is not known
public record PredictionInputs(Map<String, Float> features, List<Rows> rows) {
  public PredictionInputs {
    features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    rows = List.copyOf(rows);
  }

  /// The rows that a view's values were made of, when they were brought online.
  ///
  /// @param keys which rows, by column; empty for all of that time
  /// @param dataset as it was then
  /// @param from of the time at which a row became known, included
  /// @param to excluded
  /// @param run that brought them online
  /// @param count how many
  public record Rows(
      String view,
      Map<String, Long> keys,
      Snapshot dataset,
      EventTime from,
      EventTime to,
      String run,
      long count) {
    public Rows {
      keys = Map.copyOf(keys);
    }
  }
}
