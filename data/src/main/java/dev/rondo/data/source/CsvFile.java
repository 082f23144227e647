package dev.rondo.data.source;

import dev.rondo.data.source.CsvScan.Scanned;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A file of delimited text that has been walked over and is ready for the engine.
///
/// @param text as people wrote it
/// @param ready what the engine reads
/// @param dialect of what the engine reads, with its delimiter
record CsvFile(
    TextFile text, char delimiter, Dialect original, Path ready, Dialect dialect, Scanned scanned) {
  private static final String DELIMITERS = ",\t;|";
  private static final int LONGEST_HEADER = 1 << 20;

  /// @param faults takes every row that is none
  /// @param scratch a folder for copies
  static CsvFile of(SourceFile file, Dialect dialect, Faults faults, Path scratch) {
    TextFile text = TextFile.of(file, dialect.encoding(), scratch);
    try {
      if (text.isEmpty()) {
        throw Problem.of(ProblemCode.INVALID_DATA, "The file '%s' is empty.", file.name());
      }
      char delimiter = dialect.delimiter().orElse(likely(text, dialect.quote()));
      int before = faults.count();
      Scanned scanned = scan(text, delimiter, dialect, faults::add, Optional.empty());
      if (scanned.hasBadHeader()) {
        faults.requireNone();
      }
      requireNames(file, scanned.columns());
      CsvFile known =
          new CsvFile(
              text, delimiter, dialect, text.path(), dialect.withDelimiter(delimiter), scanned);
      return scanned.isPlain() && faults.count() == before ? known : known.cleaned(scratch);
    } catch (IOException e) {
      throw FileState.unreadable(file, e);
    }
  }

  private static Scanned scan(
      TextFile text,
      char delimiter,
      Dialect dialect,
      Consumer<Fault> faults,
      Optional<CsvScan.GoodRows> good)
      throws IOException {
    try (InputStream in = text.open()) {
      return CsvScan.of(text.file(), in, delimiter, dialect, faults, good);
    }
  }

  /// A copy of the good rows; what types their values have is found anew.
  private CsvFile cleaned(Path scratch) throws IOException {
    Path copy = Files.createTempFile(scratch, "rows", ".csv");
    walk(copy);
    Dialect usual = Dialect.USUAL.withDelimiter(',').withHeader(false).withNulls(original.nulls());
    TextFile clean = new TextFile(text.file(), copy, false);
    Scanned again = scan(clean, ',', usual, _ -> {}, Optional.empty());
    List<Integer> kinds = scanned.rows() == 0 ? scanned.kinds() : again.kinds();
    Scanned found =
        new Scanned(
            scanned.columns(), kinds, scanned.rows(), again.longestRow(), true, "\\n", false);
    return new CsvFile(text, delimiter, original, copy, usual, found);
  }

  private void walk(Path copy) throws IOException {
    try (CsvCopy rows = new CsvCopy(copy)) {
      read(rows);
    }
  }

  /// Walks over the file once more.
  void read(CsvScan.GoodRows rows) throws IOException {
    scan(text, delimiter, original, _ -> {}, Optional.of(rows));
  }

  /// What the first line has most of, outside of quotes.
  private static char likely(TextFile text, char quote) throws IOException {
    String name = FileFormat.plain(text.file().name());
    if (name.endsWith(".tsv") || name.endsWith(".tab")) {
      return '\t';
    }
    int[] counts = new int[DELIMITERS.length()];
    for (char c : unquoted(firstLine(text), quote).toCharArray()) {
      int found = DELIMITERS.indexOf(c);
      if (found >= 0) {
        counts[found]++;
      }
    }
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return DELIMITERS.charAt(best);
  }

  private static String unquoted(String line, char quote) {
    String q = Pattern.quote(String.valueOf(quote));
    return line.replaceAll(q + "[^" + q + "]*" + q, "");
  }

  private static String firstLine(TextFile text) throws IOException {
    try (Reader reader =
        new BufferedReader(new InputStreamReader(text.open(), StandardCharsets.UTF_8))) {
      char[] start = new char[LONGEST_HEADER];
      int length = reader.read(start);
      return new String(start, 0, Math.max(0, length)).lines().findFirst().orElse("");
    }
  }

  private static void requireNames(SourceFile file, List<String> columns) {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      Integer before = seen.putIfAbsent(columns.get(i).toLowerCase(Locale.ROOT), i);
      if (before != null) {
        throw Problem.of(
            ProblemCode.INVALID_DATA,
            "The header of '%s' names two columns alike: column %d is '%s', column %d '%s'; give one"
                + " another name.",
            file.name(),
            before + 1,
            columns.get(before),
            i + 1,
            columns.get(i));
      }
    }
  }
}
