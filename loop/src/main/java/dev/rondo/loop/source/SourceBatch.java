package dev.rondo.loop.source;

import dev.rondo.data.SqlSession;
import dev.rondo.data.source.Progress;
import java.nio.file.Path;
import java.util.List;

/// Reads files as a source reads them, but all of their rows at once, whenever they arrive, and
/// without a home that remembers them.
public final class SourceBatch {
  /// The table that the rows become.
  public static final String RELATION = "batch";

  private static final String STAGED = "rondo_staged";

  private SourceBatch() {}

  /// Makes the table of what the source's rules make of the files' rows.
  ///
  /// @param session that may read the files
  /// @param progress hears of each file before it is read
  public static void read(
      SqlSession session, SourceDefinition source, List<Path> files, Progress progress) {
    String table = SqlSession.name(STAGED);
    session.execute("DROP TABLE IF EXISTS " + table);
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      progress.reads(file.toString(), i, files.size());
      String rows = SourceFiles.stage(session, source, file).rows();
      session.execute(
          i == 0
              ? "CREATE TEMP TABLE " + table + " AS " + rows
              : "INSERT INTO " + table + " BY NAME " + rows);
    }
    Ingest.createBatch(session, source, "SELECT * FROM " + table);
    session.execute("DROP TABLE " + table);
  }
}
