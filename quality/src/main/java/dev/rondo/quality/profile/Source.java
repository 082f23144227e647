package dev.rondo.quality.profile;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where the rows of one profile are read from. Text files are parsed once, into a copy that goes
/// when this closes; tables and Parquet are read where they are. Confined to one thread.
///
/// @param from for SQL
record Source(SqlSession session, String from, List<SourceColumn> columns)
    implements AutoCloseable {

  /// From so many columns on, no column gets a query of its own.
  private static final int WIDE = 500;

  private static final String COPY = "rondo profile copy";

  static Source open(SqlSession session, String relation) {
    String name = SqlSession.name(relation);
    List<SourceColumn> columns = SourceColumn.of(session, relation);
    if (columns.isEmpty()) {
      throw Problem.of(ProblemCode.INVALID_DATA, "'%s' has no columns.", relation);
    }
    return isParsed(session, name)
        ? copied(session, name, columns)
        : new Source(session, name, columns);
  }

  private static boolean isParsed(SqlSession session, String name) {
    List<String> plan = session.query("EXPLAIN SELECT 1 FROM " + name, row -> row.text(2));
    String text = String.join("", plan);
    return text.contains("READ_CSV") || text.contains("READ_JSON") || text.contains("READ_NDJSON");
  }

  /// A table takes memory for each column, however few rows there are; a file does not.
  private static Source copied(SqlSession session, String name, List<SourceColumn> columns) {
    Source table = new Source(session, SqlSession.name(COPY), columns);
    if (!table.isWide()) {
      session.execute("CREATE OR REPLACE TEMP TABLE " + table.from + " AS FROM " + name);
      return table;
    }
    String file = SqlSession.text(file(session).toString());
    session.execute("COPY (FROM " + name + ") TO " + file + " (FORMAT parquet)");
    return new Source(session, "read_parquet(" + file + ")", columns);
  }

  private static Path file(SqlSession session) {
    return session.scratch().resolve("profile.parquet");
  }

  boolean isWide() {
    return columns.size() > WIDE;
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
    session.execute("DROP TABLE IF EXISTS temp." + SqlSession.name(COPY));
    try {
      Files.deleteIfExists(file(session));
    } catch (IOException e) {
      System.getLogger(Source.class.getName())
          .log(System.Logger.Level.DEBUG, "The copy stays until the session's folder goes.", e);
    }
  }
}
