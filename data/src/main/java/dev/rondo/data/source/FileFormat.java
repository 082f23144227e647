package dev.rondo.data.source;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The forms of files that hold rows.
public enum FileFormat {
  /// Delimited text with a header line.
  CSV("csv", "tsv", "tab", "txt"),
  /// One JSON object a line.
  JSON_LINES("jsonl", "ndjson", "json"),
  PARQUET("parquet", "pq");

  private static final String PACKED = ".gz";

  private final List<String> endings;

  FileFormat(String... endings) {
    this.endings = List.of(endings);
  }

  /// The form that a file's name tells; a `.gz` after it says that the file is packed.
  public static Optional<FileFormat> of(String name) {
    String plain = plain(name);
    String ending = plain.substring(plain.lastIndexOf('.') + 1);
    return Arrays.stream(values()).filter(format -> format.endings.contains(ending)).findFirst();
  }

  static boolean isPacked(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(PACKED);
  }

  static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return isPacked(lower) ? lower.substring(0, lower.length() - PACKED.length()) : lower;
  }
}
