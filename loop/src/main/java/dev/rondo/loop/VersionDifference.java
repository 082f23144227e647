package dev.rondo.loop;

import dev.rondo.loop.VersionFacts.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// One thing in which two versions of a model differ.
///
/// @param from what the one has; empty when it has nothing of the kind
/// @param to what the other has
public record VersionDifference(
    Part part, String name, Optional<String> from, Optional<String> to) {

  /// Everything in which the versions differ, in the order of the parts, by name.
  public static List<VersionDifference> between(VersionFacts from, VersionFacts to) {
    List<VersionDifference> differences = new ArrayList<>();
    for (Part part : Part.values()) {
      SortedSet<String> names = new TreeSet<>(from.of(part).keySet());
      names.addAll(to.of(part).keySet());
      for (String name : names) {
        Optional<String> before = Optional.ofNullable(from.of(part).get(name));
        Optional<String> after = Optional.ofNullable(to.of(part).get(name));
        if (!before.equals(after)) {
          differences.add(new VersionDifference(part, name, before, after));
        }
      }
    }
    return differences;
  }
}
