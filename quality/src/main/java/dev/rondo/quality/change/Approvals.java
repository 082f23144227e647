package dev.rondo.quality.change;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Who must agree to a breaking change, and who has.
///
/// @param consumers everyone who is known to read the data
/// @param given those who agreed
public record Approvals(Set<String> consumers, Set<String> given) {
  public Approvals {
    consumers = Set.copyOf(consumers);
    given = Set.copyOf(given);
  }

  /// Nobody is known to read the data.
  public static Approvals ofNobody() {
    return new Approvals(Set.of(), Set.of());
  }

  /// The consumers who have not agreed, by name.
  public List<String> missing() {
    SortedSet<String> missing = new TreeSet<>(consumers);
    missing.removeAll(given);
    return List.copyOf(missing);
  }
}
