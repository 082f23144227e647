package dev.rondo.data.source;

import dev.rondo.data.SqlSession;
import dev.rondo.data.source.SourceOptions.BadRows;
import dev.rondo.data.source.SourceOptions.Typing;
import dev.rondo.data.source.TypedColumns.WrongValue;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Loads delimited text into a table, all files after another, their rows in order.
final class CsvReader {
  /// What the engine takes for a line without being told.
  private static final long USUAL_LINE = 2_000_000;

  private static final int MANY_COLUMNS = 1_000;
  private static final int MOST_WRONG = 100_000;

  private final SqlSession session;
  private final String relation;
  private final SourceOptions options;
  private final Faults faults = new Faults();
  private final List<CsvFile> files = new ArrayList<>();

  CsvReader(SqlSession session, String relation, SourceOptions options) {
    this.session = session;
    this.relation = relation;
    this.options = options;
  }

  /// @return the rows that cannot be read
  Faults read(List<SourceFile> sources, Progress progress) {
    for (SourceFile source : sources) {
      progress.reads(source.name(), files.size(), sources.size());
      files.add(CsvFile.of(source, options.dialect(), faults, session.scratch()));
    }
    if (options.badRows() == BadRows.REJECT) {
      faults.requireNone();
    }
    List<String> columns = columns();
    TypedColumns.require(session, options, columns);
    if (options.types().isEmpty()) {
      load(relation, columns);
    } else {
      String raw = relation + "_raw";
      load(raw, columns);
      declare(raw, columns);
      session.execute("DROP TABLE " + SqlSession.name(raw));
    }
    return faults;
  }

  /// The columns of the first file, which all others must have.
  private List<String> columns() {
    CsvFile first = files.getFirst();
    for (CsvFile other : files) {
      SameColumns.require(
          first.text().file(),
          first.scanned().columns(),
          other.text().file(),
          other.scanned().columns());
    }
    return SameColumns.withPartitions(first.text().file(), first.scanned().columns());
  }

  private void load(String table, List<String> columns) {
    Map<String, String> types = types(columns);
    String definition =
        columns.stream()
            .map(column -> SqlSession.name(column) + " " + types.get(column))
            .collect(Collectors.joining(", "));
    session.execute(
        "CREATE OR REPLACE TABLE %s (%s)".formatted(SqlSession.name(table), definition));
    for (List<CsvFile> alike : groups()) {
      session.execute(
          "INSERT INTO %s %s".formatted(SqlSession.name(table), select(alike, columns, types)));
    }
    requireCount(table);
  }

  private Map<String, String> types(List<String> columns) {
    Map<String, Integer> kinds = new LinkedHashMap<>();
    for (CsvFile file : files) {
      for (int i = 0; i < file.scanned().columns().size(); i++) {
        kinds.merge(
            file.scanned().columns().get(i), file.scanned().kinds().get(i), (a, b) -> a & b);
      }
      file.text()
          .file()
          .partitions()
          .forEach((key, value) -> kinds.merge(key, Kinds.of(value), (a, b) -> a & b));
    }
    Map<String, String> types = new LinkedHashMap<>();
    for (String column : columns) {
      boolean isText = options.typing() == Typing.TEXT || options.types().containsKey(column);
      types.put(column, isText ? "VARCHAR" : Kinds.sql(kinds.getOrDefault(column, 0)));
    }
    return types;
  }

  /// Files that follow each other and are written alike are read by one statement.
  private List<List<CsvFile>> groups() {
    List<List<CsvFile>> groups = new ArrayList<>();
    for (CsvFile file : files) {
      if (groups.isEmpty() || !isAlike(groups.getLast().getFirst(), file)) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(file);
    }
    return groups;
  }

  private static boolean isAlike(CsvFile a, CsvFile b) {
    return a.dialect().equals(b.dialect())
        && a.scanned().lineEnd().equals(b.scanned().lineEnd())
        && a.scanned().columns().equals(b.scanned().columns())
        && a.text().file().partitions().equals(b.text().file().partitions());
  }

  private String select(List<CsvFile> alike, List<String> columns, Map<String, String> types) {
    CsvFile first = alike.getFirst();
    Map<String, String> partitions = first.text().file().partitions();
    String selected =
        columns.stream()
            .map(column ->
                partitions.containsKey(column)
                    ? "CAST(%s AS %s)"
                        .formatted(
                            SqlSession.text(first.text().file().partition(column)),
                            types.getOrDefault(column, "VARCHAR"))
                    : SqlSession.name(column))
            .collect(Collectors.joining(", "));
    return "SELECT " + selected + " FROM " + reader(alike, types);
  }

  private static String reader(List<CsvFile> alike, Map<String, String> types) {
    Dialect dialect = alike.getFirst().dialect();
    List<String> paths = alike.stream().map(file -> Globs.escaped(file.ready())).toList();
    long longest = alike.stream().mapToLong(file -> file.scanned().longestRow()).max().orElse(0);
    String columns =
        alike.getFirst().scanned().columns().stream()
            .map(column ->
                SqlSession.text(column)
                    + ": "
                    + SqlSession.text(types.getOrDefault(column, "VARCHAR")))
            .collect(Collectors.joining(", ", "{", "}"));
    return """
    read_csv(%s, auto_detect = false, delim = %s, quote = %s, escape = %s, header = %s,
        new_line = %s, nullstr = %s, columns = %s%s)\
    """
        .formatted(
            SqlSession.texts(paths),
            SqlSession.text(dialect.delimiter().orElseThrow().toString()),
            SqlSession.text(Character.toString(dialect.quote())),
            SqlSession.text(Character.toString(dialect.escape())),
            dialect.hasHeader(),
            SqlSession.text(alike.getFirst().scanned().lineEnd()),
            SqlSession.texts(dialect.nulls()),
            columns,
            room(alike, longest));
  }

  /// The engine holds some thousand values of each column for each of its threads.
  private static String room(List<CsvFile> files, long longest) {
    String lines =
        longest < USUAL_LINE / 2
            ? ""
            : ", max_line_size = %d, buffer_size = %d".formatted(longest * 2, longest * 4);
    boolean isWide = files.getFirst().scanned().columns().size() > MANY_COLUMNS;
    return lines + (isWide ? ", parallel = false" : "");
  }

  /// The engine must have found the rows that were found before.
  private void requireCount(String table) {
    long expected = files.stream().mapToLong(file -> file.scanned().rows()).sum();
    long found =
        session
            .query("SELECT count(*) FROM " + SqlSession.name(table), row -> row.number(1))
            .getFirst();
    if (found != expected) {
      throw Problem.of(
          ProblemCode.CONFLICT,
          "'%s' has %,d rows by one reading and %,d by another; was it written meanwhile?",
          files.getFirst().text().file().name(),
          expected,
          found);
    }
  }

  private void declare(String raw, List<String> columns) {
    TypedColumns typed = new TypedColumns(session, raw, columns, options);
    List<WrongValue> wrong = typed.wrongValues(MOST_WRONG);
    locate(wrong, columns);
    if (options.badRows() == BadRows.REJECT) {
      faults.requireNone();
    }
    typed.into(relation);
  }

  /// Reads files with wrong values once more, to tell where these stand.
  private void locate(List<WrongValue> wrong, List<String> columns) {
    TreeMap<Long, WrongValue> byRow = new TreeMap<>();
    wrong.forEach(value -> byRow.putIfAbsent(value.row(), value));
    long start = 0;
    for (CsvFile file : files) {
      long end = start + file.scanned().rows();
      CsvPlaces places = new CsvPlaces(file, start, byRow.subMap(start, end), columns);
      try {
        places.find(faults::add);
      } catch (IOException e) {
        throw FileState.unreadable(file.text().file(), e);
      }
      start = end;
    }
  }
}
