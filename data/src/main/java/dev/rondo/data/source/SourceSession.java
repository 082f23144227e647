package dev.rondo.data.source;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// An analytical session for one piece of work on rows from elsewhere. It may read the folders of
/// the sources that it was opened for and no others; its temporary folder is made for it and goes
/// with it. Confined to one thread.
public final class SourceSession implements AutoCloseable {
  private final ScratchFolder folder;
  private final RowReader reader;
  private final SqlSession sql;

  private SourceSession(ScratchFolder folder, RowReader reader, SqlSession sql) {
    this.folder = folder;
    this.reader = reader;
    this.sql = sql;
  }

  /// Opens a session that may read these sources.
  ///
  /// @param engine whose temporary folder holds that of the session
  public static SourceSession open(SqlEngine engine, RowReader reader, List<RowSource> sources) {
    List<Path> folders =
        sources.stream().flatMap(source -> reader.folders(source).stream()).distinct().toList();
    ScratchFolder folder = ScratchFolder.in(engine.temporary());
    try {
      return new SourceSession(folder, reader, engine.within(folder.path()).open(folders));
    } catch (Problem e) {
      folder.close();
      throw e;
    }
  }

  public SqlSession sql() {
    return sql;
  }

  /// Reads a source's rows.
  ///
  /// @param relation the name that they get
  public Rows read(RowSource source, String relation) {
    return reader.read(sql, source, relation);
  }

  /// Does a piece of work, and stops it when it takes too long.
  ///
  /// @throws Problem `timed-out`
  public <T> T within(Duration limit, Supplier<T> work) {
    try (TimeLimit time = TimeLimit.start(sql, limit)) {
      return time.guard(work);
    }
  }

  @Override
  public void close() {
    sql.close();
    folder.close();
  }
}
