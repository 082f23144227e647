package dev.rondo.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// One walk over delimited text before the engine reads it: finds every row that is none, with its
/// place, and which types the values of each column have.
final class CsvScan implements CsvTokens.Handler {
  /// Takes the rows that can be read.
  interface GoodRows {
    /// A field of a row that is under way.
    void field(int field, byte[] text, int length, long line, long column) throws IOException;

    /// The row ended.
    ///
    /// @param isGood false when its fields are to be forgotten
    void endRow(boolean isGood) throws IOException;
  }

  /// What a file holds.
  ///
  /// @param columns their names as they stand in the header
  /// @param kinds of each column, see [Kinds]
  /// @param rows that can be read
  /// @param isPlain whether the engine can read the file as it is: one kind of line ends, and no
  ///   empty line where it would be taken for a row
  /// @param lineEnd of every line, when it is plain
  /// @param hasBadHeader whether the columns cannot be known
  record Scanned(
      List<String> columns,
      List<Integer> kinds,
      long rows,
      long longestRow,
      boolean isPlain,
      String lineEnd,
      boolean hasBadHeader) {}

  private final SourceFile file;
  private final Dialect dialect;
  private final List<byte[]> nulls;
  private final int longestLook;
  private final Consumer<Fault> faults;
  private final Optional<GoodRows> good;
  private final CsvTokens tokens;

  private final List<String> header = new ArrayList<>();
  private int[] kinds = new int[16];
  private int width = -1;
  private int field;
  private boolean isBad;
  private boolean isHeaderBad;
  private boolean hasBlankLines;
  private long rows;
  private long longestRow;

  private CsvScan(
      SourceFile file,
      char delimiter,
      Dialect dialect,
      Consumer<Fault> faults,
      Optional<GoodRows> good) {
    this.file = file;
    this.dialect = dialect;
    this.nulls = dialect.nulls().stream().map(n -> n.getBytes(StandardCharsets.UTF_8)).toList();
    this.longestLook = nulls.stream().mapToInt(n -> n.length).reduce(Kinds.LONGEST, Math::max);
    this.faults = faults;
    this.good = good;
    this.tokens = new CsvTokens(delimiter, dialect, this);
  }

  /// Walks over a file.
  ///
  /// @param text the file as UTF-8, after its byte order mark
  /// @param faults takes every row that is none
  static Scanned of(
      SourceFile file,
      InputStream text,
      char delimiter,
      Dialect dialect,
      Consumer<Fault> faults,
      Optional<GoodRows> good)
      throws IOException {
    CsvScan scan = new CsvScan(file, delimiter, dialect, faults, good);
    scan.tokens.read(text);
    return scan.result();
  }

  private Scanned result() {
    int columns = Math.max(width, 0);
    List<String> names = IntStream.range(0, columns).mapToObj(this::name).toList();
    boolean isPlain = tokens.lineEnd().isPresent() && !(hasBlankLines && columns == 1);
    return new Scanned(
        names,
        Arrays.stream(kinds, 0, columns).boxed().toList(),
        rows,
        longestRow,
        isPlain,
        tokens.lineEnd().orElse("\\n"),
        isHeaderBad);
  }

  /// Data frames that are written with their index leave its name out.
  private String name(int column) {
    if (!dialect.hasHeader()) {
      return "column" + (column + 1);
    }
    return header.get(column).isBlank() ? "Unnamed: " + column : header.get(column);
  }

  private boolean isInHeader() {
    return width < 0 && dialect.hasHeader();
  }

  @Override
  public void field(byte[] text, int length, long line, long column) throws IOException {
    if (isInHeader()) {
      header.add(new String(text, 0, length, StandardCharsets.UTF_8));
    } else {
      if (width < 0 || field < width) {
        judge(text, length);
      }
      if (good.isPresent()) {
        good.get().field(field, text, length, line, column);
      }
    }
    field++;
  }

  private void judge(byte[] text, int length) {
    if (width < 0) {
      kinds = field < kinds.length ? kinds : Arrays.copyOf(kinds, field * 2);
      kinds[field] = Kinds.ANY;
    }
    if (kinds[field] != 0 && !isNull(text, length)) {
      kinds[field] &= Kinds.of(text, length);
    }
  }

  private boolean isNull(byte[] text, int length) {
    for (byte[] one : nulls) {
      if (one.length == length && Arrays.equals(one, 0, length, text, 0, length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void endRow(long length) throws IOException {
    longestRow = Math.max(longestRow, length);
    if (isInHeader()) {
      kinds = new int[field];
      Arrays.fill(kinds, Kinds.ANY);
      startRows();
      isHeaderBad = isBad;
      isBad = false;
      field = 0;
      return;
    }
    if (width < 0) {
      startRows();
    }
    if (field != width) {
      fault(tokens.rowLine(), 1, ragged(), tokens.rowText());
    }
    if (good.isPresent()) {
      good.get().endRow(!isBad);
    }
    rows += isBad ? 0 : 1;
    field = 0;
    isBad = false;
  }

  private void startRows() {
    width = field;
    if (good.isEmpty()) {
      tokens.keep(longestLook);
    }
  }

  private String ragged() {
    return "The row has %d field%s, the %s %d."
        .formatted(
            field, field == 1 ? "" : "s", dialect.hasHeader() ? "header" : "first one", width);
  }

  @Override
  public void blankLine() {
    hasBlankLines = true;
  }

  /// Only the first fault of a row counts.
  @Override
  public void fault(long line, long column, String reason, String text) {
    if (!isBad) {
      isBad = true;
      faults.accept(new Fault(file.name(), line, column, reason, text));
    }
  }
}
