package dev.rondo.app.check;

import dev.rondo.data.source.RowSource;
import dev.rondo.data.source.SourceFile;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Rows that are looked at part by part: each file or download is one, in the order of their names.
final class SourceParts {
  private SourceParts() {}

  static List<RowSource> of(RowSource source) {
    return switch (source) {
      case RowSource.OfFiles files ->
          files.files().stream()
              .sorted(Comparator.comparing(SourceFile::name))
              .<RowSource>map(
                  file -> new RowSource.OfFiles(files.format(), List.of(file), files.options()))
              .toList();
      case RowSource.OfDownloads downloads ->
          downloads.addresses().stream()
              .sorted()
              .<RowSource>map(
                  address -> new RowSource.OfDownloads(List.of(address), downloads.options()))
              .toList();
      case RowSource.OfSnapshot _, RowSource.OfTable _ -> List.of(source);
    };
  }

  /// What a table of these rows may be called: what the names have in common, without an ending,
  /// and without the digits that tell parts apart.
  static String tableName(RowSource source) {
    List<String> names = names(source).map(SourceParts::stem).toList();
    String common = names.stream().reduce(SourceParts::common).orElse("");
    String name = names.size() > 1 ? common.replaceFirst("[-_.0-9]+$", "") : common;
    return name.isEmpty() ? "rows" : name;
  }

  private static Stream<String> names(RowSource source) {
    return switch (source) {
      case RowSource.OfFiles files -> files.files().stream().map(SourceFile::name);
      case RowSource.OfDownloads downloads -> downloads.addresses().stream().map(URI::getPath);
      case RowSource.OfSnapshot snapshot -> Stream.of(snapshot.table());
      case RowSource.OfTable table -> Stream.of(table.table().replaceFirst("^.*\\.", ""));
    };
  }

  private static String stem(String path) {
    return path.replaceFirst("^.*[/\\\\]", "")
        .replaceFirst("(?i)\\.(csv|tsv|txt|jsonl|ndjson|json|parquet)?(\\.(gz|zst))?$", "");
  }

  private static String common(String left, String right) {
    int length = 0;
    while (length < Math.min(left.length(), right.length())
        && left.charAt(length) == right.charAt(length)) {
      length++;
    }
    return left.substring(0, length);
  }
}
