package dev.rondo.data.source;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Files that are read as one must have the same columns, in whatever order.
final class SameColumns {
  private SameColumns() {}

  /// Refuses a file whose columns, or partitions, are others than the first one's.
  static void require(
      SourceFile first, List<String> columns, SourceFile other, List<String> others) {
    if (!Set.copyOf(columns).equals(Set.copyOf(others))) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "The files '%s' and '%s' have different columns: %s. Check them apart.",
          first.name(),
          other.name(),
          differences(columns, others));
    }
    if (!first.partitions().keySet().equals(other.partitions().keySet())) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "The folders of '%s' and '%s' name different partitions: %s and %s.",
          first.name(),
          other.name(),
          first.partitions().keySet(),
          other.partitions().keySet());
    }
  }

  private static String differences(List<String> first, List<String> other) {
    List<String> differences = new ArrayList<>();
    only(first, other).ifPresent(names -> differences.add("only the first has " + names));
    only(other, first).ifPresent(names -> differences.add("only the second has " + names));
    return String.join(", ", differences);
  }

  private static Optional<String> only(List<String> these, List<String> others) {
    Set<String> known = Set.copyOf(others);
    List<String> missing = these.stream().filter(name -> !known.contains(name)).toList();
    String more = missing.size() > 10 ? " and " + (missing.size() - 10) + " more" : "";
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            missing.stream()
                .limit(10)
                .map(name -> "'" + name + "'")
                .collect(Collectors.joining(", ", "", more)));
  }

  /// The columns, and after them the partitions.
  static List<String> withPartitions(SourceFile file, List<String> columns) {
    List<String> all = new ArrayList<>(columns);
    for (String partition : file.partitions().keySet()) {
      if (columns.contains(partition)) {
        throw Problem.of(
            ProblemCode.INVALID_DATA,
            "'%s' has a column '%s', which its folder names as a partition, too.",
            file.name(),
            partition);
      }
      all.add(partition);
    }
    return all;
  }
}
