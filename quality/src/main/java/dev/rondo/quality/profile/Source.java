package dev.rondo.quality.profile;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.List;

/// Where the rows of one profile are read from. Text files are parsed once, into a table that goes
/// when this closes; tables and Parquet are read where they are. Confined to one thread.
///
/// @param from quoted, for SQL
/// @param copy the name of that table; empty when there is none
record Source(SqlSession session, String from, List<SourceColumn> columns, String copy)
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
    if (!isParsed(session, name)) {
      return new Source(session, name, columns, "");
    }
    session.execute(
        "CREATE OR REPLACE TEMP TABLE %s AS FROM %s".formatted(SqlSession.name(COPY), name));
    return new Source(session, SqlSession.name(COPY), columns, COPY);
  }

  private static boolean isParsed(SqlSession session, String name) {
    List<String> plan = session.query("EXPLAIN SELECT count(*) FROM " + name, row -> row.text(2));
    String text = String.join("", plan);
    return text.contains("READ_CSV") || text.contains("READ_JSON") || text.contains("READ_NDJSON");
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
    if (!copy.isEmpty()) {
      session.execute("DROP TABLE IF EXISTS " + SqlSession.name(copy));
    }
  }
}
