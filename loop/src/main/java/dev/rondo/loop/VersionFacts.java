package dev.rondo.loop;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known of a model version, by part and name, ready to be held against another's.
public record VersionFacts(int version, Map<Part, SortedMap<String, String>> parts) {

  /// What a version is made of, and what came out.
  public enum Part {
    DATA,
    FEATURES,
    CODE,
    PARAMETERS,
    ENVIRONMENT,
    MODEL,
    METRICS;

    /// The stable text on wires.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public VersionFacts {
    Map<Part, SortedMap<String, String>> copy = new EnumMap<>(Part.class);
    parts.forEach(
        (part, facts) -> copy.put(part, Collections.unmodifiableSortedMap(new TreeMap<>(facts))));
    parts = Collections.unmodifiableMap(copy);
  }

  /// The facts of a part; none when nothing is known of it.
  SortedMap<String, String> of(Part part) {
    return parts.getOrDefault(part, Collections.emptySortedMap());
  }
}
