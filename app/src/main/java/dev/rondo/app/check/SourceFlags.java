package dev.rondo.app.check;

import dev.rondo.data.source.Dialect;
import dev.rondo.data.source.FileFormat;
import dev.rondo.data.source.SourceOptions;
import dev.rondo.data.source.SourceOptions.BadRows;
import dev.rondo.kernel.Problem;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say how rows are read, for `@Mixin`.
final class SourceFlags {
  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "csv, json-lines or parquet (default: by the name's ending).")
  private @Nullable String format;

  @Option(
      names = "--delimiter",
      paramLabel = "CHARACTER",
      description = "Between fields; 'tab' for a tab (default: what the header has most of).")
  private @Nullable String delimiter;

  @Option(
      names = "--quote",
      paramLabel = "CHARACTER",
      description = "Around fields with delimiters (default: \").")
  private String quote = "\"";

  @Option(
      names = "--escape",
      paramLabel = "CHARACTER",
      description = "Before a quote in such a field (default: the quote, doubled).")
  private @Nullable String escape;

  @Option(names = "--no-header", description = "The first line is a row; columns are column1, …")
  private boolean noHeader;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "Such as latin-1 (default: by the byte order mark, else utf-8).")
  private @Nullable String encoding;

  @Option(
      names = "--null",
      paramLabel = "TEXT",
      description = "A text for a missing value; may be repeated (default: empty text).")
  private @Nullable List<String> nulls;

  @Option(
      names = "--type",
      paramLabel = "COLUMN=TYPE",
      description = "A column's type, such as zip=varchar; may be repeated (default: detected).")
  private List<String> types = List.of();

  @Option(
      names = "--date-format",
      paramLabel = "PATTERN",
      description = "Of columns declared as date or timestamp, such as %%d.%%m.%%Y.")
  private @Nullable String dateFormat;

  @Option(
      names = "--bad-rows",
      paramLabel = "WHAT",
      description =
          "reject a file with rows that cannot be read, or collect them (default: reject).")
  private String badRows = "reject";

  @Option(
      names = "--project",
      paramLabel = "NAME",
      description = "The project of a snapshot (default: the only one).")
  private String project = "";

  /// The project whose snapshots are meant; empty for the only one.
  String project() {
    return project;
  }

  SourceOptions options() {
    SourceOptions options = SourceOptions.USUAL.withDialect(dialect()).withTypes(declared());
    if (format != null) {
      options = options.withFormat(choice("--format", format, FileFormat.class));
    }
    if (dateFormat != null) {
      options = options.withDateFormat(dateFormat);
    }
    return options.withBadRows(choice("--bad-rows", badRows, BadRows.class));
  }

  private Dialect dialect() {
    char around = character("--quote", quote);
    Dialect dialect =
        Dialect.USUAL
            .withQuote(around, escape == null ? around : character("--escape", escape))
            .withHeader(!noHeader);
    if (delimiter != null) {
      dialect =
          dialect.withDelimiter(
              delimiter.equals("tab") ? '\t' : character("--delimiter", delimiter));
    }
    if (encoding != null) {
      dialect = dialect.withEncoding(Dialect.encoding(encoding));
    }
    return nulls == null ? dialect : dialect.withNulls(nulls);
  }

  private static char character(String option, String text) {
    if (text.length() != 1) {
      throw Problem.invalid("%s is '%s', but one character is needed.", option, text);
    }
    return text.charAt(0);
  }

  private Map<String, String> declared() {
    Map<String, String> declared = new LinkedHashMap<>();
    for (String pair : types) {
      int split = pair.lastIndexOf('=');
      if (split < 1) {
        throw Problem.invalid("--type is '%s', but COLUMN=TYPE is needed.", pair);
      }
      declared.put(pair.substring(0, split), pair.substring(split + 1));
    }
    return declared;
  }

  static <E extends Enum<E>> E choice(String option, String word, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(word.replace('-', '_'))) {
        return constant;
      }
    }
    List<String> known =
        Arrays.stream(type.getEnumConstants())
            .map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    throw Problem.invalid("%s is '%s', but one of %s is needed.", option, word, known);
  }
}
