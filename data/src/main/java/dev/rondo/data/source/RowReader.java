package dev.rondo.data.source;

import dev.rondo.data.SqlSession;
import dev.rondo.data.source.SourceOptions.BadRows;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// Reads rows from anywhere into a session. What is text, or comes from elsewhere, becomes a table
/// whose rows stand in their order; Parquet files and snapshots become a view that reads them in
/// place. Thread-safe.
public final class RowReader {
  private final Progress progress;

  public RowReader(Progress progress) {
    this.progress = progress;
  }

  /// The folders that a session must be opened for to read a source.
  public List<Path> folders(RowSource source) {
    return switch (source) {
      case RowSource.OfFiles files ->
          files.files().stream()
              .map(file -> file.path().toAbsolutePath().normalize().getParent())
              .distinct()
              .toList();
      case RowSource.OfDownloads _, RowSource.OfTable _, RowSource.OfSnapshot _ -> List.of();
    };
  }

  /// Reads a source.
  ///
  /// @param relation the name that the rows get
  /// @throws dev.rondo.kernel.Problem `invalid-data` with the place of everything that is wrong
  public Rows read(SqlSession session, RowSource source, String relation) {
    return switch (source) {
      case RowSource.OfFiles files -> files(session, files, relation);
      case RowSource.OfDownloads _, RowSource.OfTable _, RowSource.OfSnapshot _ ->
          throw new UnsupportedOperationException();
    };
  }

  private Rows files(SqlSession session, RowSource.OfFiles source, String relation) {
    Function<SourceFile, FileState> state =
        source.format() == FileFormat.PARQUET ? FileState::ends : FileState::whole;
    List<FileState> before = source.files().stream().map(state).toList();
    long bad =
        switch (source.format()) {
          case CSV ->
              kept(
                  session,
                  relation,
                  source.options(),
                  new CsvReader(session, relation, source.options())
                      .read(source.files(), progress));
          case JSON_LINES ->
              kept(
                  session,
                  relation,
                  source.options(),
                  new JsonLinesReader(session, relation, source.options())
                      .read(source.files(), progress));
          case PARQUET -> {
            new ParquetReader(session, relation).read(source.files(), source.options());
            yield 0;
          }
        };
    Runnable recheck = () -> before.forEach(one -> one.requireSame(state.apply(one.file())));
    recheck.run();
    List<String> places = source.files().stream().map(SourceFile::name).toList();
    return new Rows(relation, places, bad, recheck);
  }

  private static long kept(
      SqlSession session, String relation, SourceOptions options, Faults faults) {
    if (options.badRows() == BadRows.COLLECT) {
      faults.keep(session, relation);
    }
    return faults.count();
  }
}
