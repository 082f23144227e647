package dev.rondo.ledger.trace;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What came of one group.
///
/// @param dimensions the group's values, by dimension; `time_bucket` is when its piece of time
///   began
/// @param values by the label of the aggregation; none where there was nothing to measure
public record Figure(SortedMap<String, String> dimensions, SortedMap<String, Double> values) {
  public Figure {
    dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }
}
