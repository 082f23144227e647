package dev.rondo.quality.expectation;

import dev.rondo.kernel.EventTime;
import dev.rondo.quality.Measured;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What earlier runs measured, so that a run can be held against it.
@FunctionalInterface
public interface History {
  /// Nothing was ever measured.
  History NONE = (_, _, _) -> List.of();

  /// Earlier values, oldest first.
  ///
  /// @param name that an expectation's results are kept by: [ExpectationConfig#name], or a rule's
  ///   id
  /// @param before values of this moment or later do not count
  /// @param most how many of the newest
  List<Measured> values(String name, EventTime before, int most);

  /// One that is held in memory, by name, in any order.
  static History of(Map<String, List<Measured>> values) {
    Map<String, List<Measured>> kept = Map.copyOf(values);
    return (name, before, most) -> {
      List<Measured> earlier =
          kept.getOrDefault(name, List.of()).stream()
              .filter(measured -> measured.at().isBefore(before))
              .sorted(Comparator.comparing(Measured::at))
              .toList();
      return earlier.subList(Math.max(0, earlier.size() - most), earlier.size());
    };
  }
}
