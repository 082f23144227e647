package dev.rondo.data.source;

import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlSession;
import dev.rondo.data.Tables;
import dev.rondo.data.source.SourceOptions.BadRows;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.http.OutgoingHttp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads rows from anywhere into a session. What is text, or comes from elsewhere, becomes a table
/// whose rows stand in their order; Parquet files and snapshots become a view that reads them in
/// place. Thread-safe.
public final class RowReader {
  private final Progress progress;
  private final OutgoingHttp http;
  private final Map<String, String> environment;
  private final Optional<Home> home;

  private record Home(Tables tables, Caller caller) {}

  /// @param http what downloads
  /// @param environment of the process, for `PGUSER` and `PGPASSWORD`
  public RowReader(Progress progress, OutgoingHttp http, Map<String, String> environment) {
    this(progress, http, environment, Optional.empty());
  }

  private RowReader(
      Progress progress, OutgoingHttp http, Map<String, String> environment, Optional<Home> home) {
    this.progress = progress;
    this.http = http;
    this.environment = Map.copyOf(environment);
    this.home = home;
  }

  /// A reader that knows the snapshots of a project's tables, too.
  public RowReader with(Tables tables, Caller caller) {
    return new RowReader(progress, http, environment, Optional.of(new Home(tables, caller)));
  }

  /// The folders that a session must be opened for to read a source.
  public List<Path> folders(RowSource source) {
    return switch (source) {
      case RowSource.OfFiles files ->
          files.files().stream()
              .map(file -> file.path().toAbsolutePath().normalize().getParent())
              .distinct()
              .toList();
      case RowSource.OfSnapshot _ -> List.of(home().tables().folder(home().caller()));
      case RowSource.OfDownloads _, RowSource.OfTable _ -> List.of();
    };
  }

  private Home home() {
    return home.orElseThrow(
        () -> Problem.invalid("Snapshots are read from a home; name it, and its project."));
  }

  /// Reads a source.
  ///
  /// @param relation the name that the rows get
  /// @throws dev.rondo.kernel.Problem `invalid-data` with the place of everything that is wrong
  public Rows read(SqlSession session, RowSource source, String relation) {
    try {
      return rows(session, source, relation);
    } finally {
      progress.ended();
    }
  }

  private Rows rows(SqlSession session, RowSource source, String relation) {
    return switch (source) {
      case RowSource.OfFiles files -> files(session, files, relation);
      case RowSource.OfDownloads downloads ->
          files(
              session, new Downloads(http, progress).fetch(downloads, session.scratch()), relation);
      case RowSource.OfTable table -> {
        new JdbcReader(session, environment, progress).read(table, relation);
        yield Rows.of(relation, List.of(table.table()));
      }
      case RowSource.OfSnapshot snapshot -> snapshot(session, snapshot, relation);
    };
  }

  private Rows snapshot(SqlSession session, RowSource.OfSnapshot source, String relation) {
    Tables tables = home().tables();
    Caller caller = home().caller();
    Optional<Snapshot> found =
        source.sequence().isEmpty()
            ? tables.current(caller, source.table())
            : tables.at(caller, source.table(), source.sequence().getAsLong());
    Snapshot snapshot =
        found.orElseThrow(
            () -> Problem.notFound("Table '%s' has no such snapshot.", source.table()));
    session.execute(
        "CREATE OR REPLACE VIEW %s AS SELECT * FROM %s"
            .formatted(SqlSession.name(relation), tables.scan(caller, snapshot)));
    String place = snapshot.table() + "@" + snapshot.sequence();
    return Rows.of(relation, List.of(place));
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
