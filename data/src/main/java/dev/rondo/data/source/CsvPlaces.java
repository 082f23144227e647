package dev.rondo.data.source;

import dev.rondo.data.source.TypedColumns.WrongValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Finds where in a file values of known rows stand.
final class CsvPlaces implements CsvScan.GoodRows {
  private final CsvFile file;
  private final Map<Long, WrongValue> wanted;
  private final List<String> columns;
  private final List<Fault> found = new ArrayList<>();
  private final List<Fault> ofRow = new ArrayList<>();
  private long row;

  /// @param firstRow the number of the file's first good row
  /// @param wanted by the number of the good row
  CsvPlaces(CsvFile file, long firstRow, Map<Long, WrongValue> wanted, List<String> columns) {
    this.file = file;
    this.row = firstRow;
    this.wanted = wanted;
    this.columns = columns;
  }

  void find(Consumer<Fault> faults) throws IOException {
    if (!wanted.isEmpty()) {
      file.read(this);
      found.forEach(faults);
    }
  }

  @Override
  public void field(int field, byte[] text, int length, long line, long column) {
    WrongValue value = wanted.get(row);
    if (value != null && isHere(field, columns.get(value.column()))) {
      String name = columns.get(value.column());
      ofRow.add(
          new Fault(file.text().file().name(), line, column, value.reason(name), value.text()));
    }
  }

  private boolean isHere(int field, String column) {
    List<String> header = file.scanned().columns();
    return field < header.size() && header.get(field).equals(column);
  }

  @Override
  public void endRow(boolean isGood) {
    if (isGood) {
      found.addAll(ofRow);
      row++;
    }
    ofRow.clear();
  }
}
