package dev.rondo.data.source;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file to read.
///
/// @param name as people know it: a path as it was written, or where it was downloaded from
/// @param partitions values that its folders name, such as `year=2020`, in the order of the path
public record SourceFile(Path path, String name, Map<String, String> partitions) {

  public SourceFile {
    partitions = Collections.unmodifiableMap(new LinkedHashMap<>(partitions));
  }

  /// The value of a partition; empty when the folders name none.
  String partition(String key) {
    return partitions.getOrDefault(key, "");
  }

  /// The type that a partition's values all have.
  static String partitionType(List<SourceFile> files, String key) {
    return Kinds.sql(
        files.stream()
            .mapToInt(file -> Kinds.of(file.partition(key)))
            .reduce(Kinds.ANY, (a, b) -> a & b));
  }
}
