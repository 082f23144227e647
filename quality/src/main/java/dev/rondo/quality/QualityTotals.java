package dev.rondo.quality;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The sum of all checks of a dataset.
///
/// @param breaches by rule id, in alphabetical order, of the rules that were ever broken
public record QualityTotals(
    long checks, long read, long accepted, long quarantined, Map<String, Long> breaches) {

  public QualityTotals {
    breaches = Collections.unmodifiableMap(new TreeMap<>(breaches));
  }
}
