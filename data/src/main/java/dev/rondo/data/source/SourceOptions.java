package dev.rondo.data.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How rows are read, where their place does not tell.
///
/// @param format without it the name's ending says it
/// @param types SQL types of columns by name; the others are detected
/// @param dateFormat of the declared dates and times, as `strptime` knows it, such as `%d.%m.%Y`
/// @param typing of the columns that are not declared
public record SourceOptions(
    Optional<FileFormat> format,
    Dialect dialect,
    Map<String, String> types,
    Optional<String> dateFormat,
    Typing typing,
    BadRows badRows) {

  /// Everything as it is found, and a row that is none refuses its file.
  public static final SourceOptions USUAL =
      new SourceOptions(
          Optional.empty(),
          Dialect.USUAL,
          Map.of(),
          Optional.empty(),
          Typing.DETECT,
          BadRows.REJECT);

  public SourceOptions {
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
  }

  /// What becomes of the columns of text files.
  public enum Typing {
    /// Whole numbers, numbers, truth values, dates and times where all values are such.
    DETECT,
    /// Everything stays text, to be judged later.
    TEXT
  }

  /// What becomes of rows that cannot be read.
  public enum BadRows {
    /// The file is refused, with each of them named.
    REJECT,
    /// They go to a table of their own, and the others are read.
    COLLECT
  }

  public SourceOptions withFormat(FileFormat known) {
    return new SourceOptions(Optional.of(known), dialect, types, dateFormat, typing, badRows);
  }

  public SourceOptions withDialect(Dialect other) {
    return new SourceOptions(format, other, types, dateFormat, typing, badRows);
  }

  public SourceOptions withTypes(Map<String, String> declared) {
    return new SourceOptions(format, dialect, declared, dateFormat, typing, badRows);
  }

  public SourceOptions withDateFormat(String pattern) {
    return new SourceOptions(format, dialect, types, Optional.of(pattern), typing, badRows);
  }

  public SourceOptions withTyping(Typing other) {
    return new SourceOptions(format, dialect, types, dateFormat, other, badRows);
  }

  public SourceOptions withBadRows(BadRows other) {
    return new SourceOptions(format, dialect, types, dateFormat, typing, other);
  }
}
