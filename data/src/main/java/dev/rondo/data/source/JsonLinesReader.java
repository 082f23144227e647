package dev.rondo.data.source;

import dev.rondo.data.SqlSession;
import dev.rondo.data.source.SourceOptions.BadRows;
import dev.rondo.data.source.SourceOptions.Typing;
import dev.rondo.data.source.TypedColumns.WrongValue;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Loads JSON lines into a table, all files after another, their rows in order. A key that a line
/// does not have is NULL there. Objects and lists stay what they are; a key whose values are of
/// several types becomes text.
final class JsonLinesReader {
  private static final int MOST_WRONG = 100_000;
  private static final String DETECTED =
      "sample_size = -1, maximum_depth = 8, union_by_name = true, map_inference_threshold = -1";

  private final SqlSession session;
  private final String relation;
  private final SourceOptions options;
  private final Faults faults = new Faults();
  private final List<Path> ready = new ArrayList<>();
  private final List<Long> rows = new ArrayList<>();
  private long longest;

  JsonLinesReader(SqlSession session, String relation, SourceOptions options) {
    this.session = session;
    this.relation = relation;
    this.options = options;
  }

  /// @return the rows that cannot be read
  Faults read(List<SourceFile> sources, Progress progress) {
    for (SourceFile source : sources) {
      progress.reads(source.name(), ready.size(), sources.size());
      scan(source);
    }
    if (options.badRows() == BadRows.REJECT) {
      faults.requireNone();
    }
    if (rows.stream().allMatch(count -> count == 0)) {
      throw Problem.of(
          ProblemCode.INVALID_DATA, "The file '%s' is empty.", sources.getFirst().name());
    }
    for (SourceFile source : sources) {
      SameColumns.require(sources.getFirst(), List.of(), source, List.of());
    }
    load(sources);
    return faults;
  }

  /// What is good is copied: so the engine sees UTF-8 without a mark, and nothing else.
  private void scan(SourceFile source) {
    TextFile text = TextFile.of(source, options.dialect().encoding(), session.scratch());
    try {
      Path copy = Files.createTempFile(session.scratch(), "rows", ".jsonl");
      try (InputStream in = text.open();
          OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy), 1 << 16)) {
        JsonScan scan = new JsonScan(source, faults::add, out);
        scan.run(in);
        ready.add(copy);
        rows.add(scan.rows());
        longest = Math.max(longest, scan.longest());
      }
    } catch (IOException e) {
      throw FileState.unreadable(source, e);
    }
  }

  private void load(List<SourceFile> sources) {
    String raw = relation + "_raw";
    Map<String, String> found = new LinkedHashMap<>();
    session.forEach(
        "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + reader(DETECTED) + ")",
        row -> found.put(row.text(1), row.text(2)));
    List<String> columns =
        SameColumns.withPartitions(sources.getFirst(), List.copyOf(found.keySet()));
    TypedColumns.require(session, options, columns);
    session.execute(
        "CREATE OR REPLACE TABLE %s AS SELECT %s FROM %s"
            .formatted(SqlSession.name(raw), selected(found), reader(given(found))));
    partition(raw, sources);
    type(raw, columns, sources);
    session.execute("DROP TABLE IF EXISTS " + SqlSession.name(raw));
  }

  private String reader(String columns) {
    return "read_json(%s, format = 'newline_delimited', records = true, maximum_object_size = %d, %s)"
        .formatted(SqlSession.texts(ready), Math.max(1 << 24, longest * 2), columns);
  }

  private String given(Map<String, String> found) {
    return found.entrySet().stream()
        .map(entry ->
            SqlSession.text(entry.getKey())
                + ": "
                + SqlSession.text(
                    isText(entry.getKey(), entry.getValue()) ? "JSON" : entry.getValue()))
        .collect(Collectors.joining(", ", "columns = {", "}"));
  }

  /// Text where values are of several types, where a type is declared, or where nothing is to be
  /// detected.
  private boolean isText(String column, String type) {
    return type.equals("JSON")
        || options.typing() == Typing.TEXT
        || options.types().containsKey(column);
  }

  private String selected(Map<String, String> found) {
    return found.entrySet().stream()
        .map(entry -> {
          String name = SqlSession.name(entry.getKey());
          return isText(entry.getKey(), entry.getValue()) ? name + " ->> '$' AS " + name : name;
        })
        .collect(Collectors.joining(", "));
  }

  private void partition(String raw, List<SourceFile> sources) {
    for (String key : sources.getFirst().partitions().keySet()) {
      session.execute(
          "ALTER TABLE %s ADD COLUMN %s %s"
              .formatted(
                  SqlSession.name(raw),
                  SqlSession.name(key),
                  SourceFile.partitionType(sources, key)));
      long start = 0;
      for (int i = 0; i < sources.size(); i++) {
        session.execute(
            "UPDATE %s SET %s = ? WHERE rowid >= ? AND rowid < ?"
                .formatted(SqlSession.name(raw), SqlSession.name(key)),
            sources.get(i).partition(key),
            start,
            start + rows.get(i));
        start += rows.get(i);
      }
    }
  }

  private void type(String raw, List<String> columns, List<SourceFile> sources) {
    session.execute("DROP TABLE IF EXISTS " + SqlSession.name(relation));
    if (options.types().isEmpty()) {
      session.execute(
          "ALTER TABLE %s RENAME TO %s".formatted(SqlSession.name(raw), SqlSession.name(relation)));
      return;
    }
    TypedColumns typed = new TypedColumns(session, raw, columns, options);
    locate(typed.wrongValues(MOST_WRONG), columns, sources);
    if (options.badRows() == BadRows.REJECT) {
      faults.requireNone();
    }
    typed.into(relation);
  }

  /// The line of a row is where the row stands among the lines that are not blank and not bad.
  private void locate(List<WrongValue> wrong, List<String> columns, List<SourceFile> sources) {
    Map<Long, WrongValue> byRow = new HashMap<>();
    wrong.forEach(value -> byRow.putIfAbsent(value.row(), value));
    long row = 0;
    for (int i = 0; i < sources.size() && !byRow.isEmpty(); i++) {
      row = locate(byRow, row, columns, sources.get(i), ready.get(i));
    }
  }

  private long locate(
      Map<Long, WrongValue> wrong, long first, List<String> columns, SourceFile source, Path copy) {
    long row = first;
    int number = 0;
    try (BufferedReader reader = Files.newBufferedReader(copy)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (line.isEmpty()) {
          continue;
        }
        WrongValue value = wrong.get(row++);
        if (value != null) {
          String name = columns.get(value.column());
          int column = Math.max(0, line.indexOf('"' + name + '"')) + 1;
          faults.add(new Fault(source.name(), number, column, value.reason(name), value.text()));
        }
      }
      return row;
    } catch (IOException e) {
      throw FileState.unreadable(source, e);
    }
  }
}
