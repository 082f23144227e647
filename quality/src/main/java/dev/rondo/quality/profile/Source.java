package dev.rondo.quality.profile;

import dev.rondo.data.SqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Where the rows of one profile are read from. Text files are parsed once, into a copy that goes
/// when this closes; tables and Parquet are read where they are. Confined to one thread.
///
/// @param from for SQL
/// @param isWide whether there are too many columns for a query of each
record Source(SqlSession session, String from, List<SourceColumn> columns, boolean isWide)
    implements AutoCloseable {

  /// From so many columns on, no column gets a query of its own.
  private static final int WIDE = 500;

  private static final int PART = 1000;

  private static final String COPY = SqlSession.name("rondo profile copy");
  private static final Pattern PARSES = Pattern.compile("(?i)read_(csv|json|ndjson|text)");

  static Source open(SqlSession session, String relation) {
    return isParsed(session, relation)
        ? copied(session, relation)
        : read(session, SqlSession.name(relation));
  }

  private static Source read(SqlSession session, String from) {
    List<SourceColumn> columns = SourceColumn.of(session, from);
    return new Source(session, from, columns, columns.size() > WIDE);
  }

  /// The plan of a query would tell, too, but making one reads the head of the file again, which
  /// for thousands of columns takes seconds.
  private static boolean isParsed(SqlSession session, String relation) {
    return session
        .query(
            "SELECT sql FROM duckdb_views() WHERE lower(view_name) = lower(?)",
            row -> row.text(1),
            relation)
        .stream()
        .anyMatch(sql -> mayParse(session, sql));
  }

  private static boolean mayParse(SqlSession session, String sql) {
    if (PARSES.matcher(sql).find()) {
      return true;
    }
    if (sql.contains("read_parquet")) {
      return false;
    }
    String select = sql.replaceFirst("(?is)^CREATE\\b.*?\\bAS\\s", "EXPLAIN ");
    List<String> plan = session.query(select, row -> row.text(2));
    return PARSES.matcher(String.join("", plan)).find();
  }

  /// A table takes memory for each column, however few rows there are; a file does not.
  private static Source copied(SqlSession session, String relation) {
    String name = SqlSession.name(relation);
    String file = SqlSession.text(file(session).toString());
    if (columnCount(session, relation) <= WIDE) {
      session.execute("CREATE OR REPLACE TEMP TABLE " + COPY + " AS FROM " + name);
      return read(session, COPY);
    }
    session.execute(
        "COPY (FROM " + name + ") TO " + file + " (FORMAT parquet, ROW_GROUP_SIZE 2048)");
    return read(session, "read_parquet(" + file + ")");
  }

  private static long columnCount(SqlSession session, String relation) {
    return session
        .query(
            "SELECT count(*) FROM duckdb_columns() WHERE lower(table_name) = lower(?)",
            row -> row.number(1),
            relation)
        .getFirst();
  }

  private static Path file(SqlSession session) {
    return session.scratch().resolve("profile.parquet");
  }

  /// The same rows with only some neighbouring columns, as a table of its own: a query of few
  /// columns of a wide table takes as long to plan as one of all. The next part takes its place.
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (int at = 0; at < columns.size(); at += PART) {
      parts.add(new Part(columns.subList(at, Math.min(at + PART, columns.size()))));
    }
    return parts;
  }

  /// Some columns of a wide table.
  record Part(List<SourceColumn> columns) {
    Source open(Source whole) {
      String names = columns.stream().map(SourceColumn::quoted).collect(Collectors.joining(", "));
      whole.session.execute(
          "CREATE OR REPLACE TEMP TABLE " + COPY + " AS SELECT " + names + " FROM " + whole.from);
      return new Source(whole.session, COPY, SourceColumn.of(whole.session, COPY), true);
    }
  }

  FusedQuery fused() {
    return new FusedQuery(session, from);
  }

  long countRows() {
    FusedQuery query = fused();
    int rows = query.add("count(*)");
    return query.run().number(rows);
  }

  @Override
  public void close() {
    session.execute("DROP TABLE IF EXISTS temp." + COPY);
    try {
      Files.deleteIfExists(file(session));
    } catch (IOException e) {
      System.getLogger(Source.class.getName())
          .log(System.Logger.Level.DEBUG, "The copy stays until the session's folder goes.", e);
    }
  }
}
