package dev.rondo.loop.source;

import dev.rondo.data.CsvFiles;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The files of sources: which there are, which were read, and how far. A file is read once, as
/// text, into a staging file in which every row has the time of its arrival; a file that changed is
/// read again, and is an error when rows of it have been ingested already.
final class SourceFiles {
  private static final String SCHEMA =
      """
      CREATE TABLE source_file (
        project TEXT NOT NULL, source TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
        size INTEGER NOT NULL, modified INTEGER NOT NULL, staged TEXT NOT NULL,
        visible_from INTEGER NOT NULL, complete_at INTEGER NOT NULL, read_until INTEGER,
        PRIMARY KEY (project, source, name))
      """;

  /// The column with the time of a row's arrival.
  static final String ARRIVAL = "arrival";

  /// The column with the line of a row that could not be read.
  static final String TEXT = "source_text";

  private final Database database;
  private final Path folder;

  /// @param folder for staging files
  SourceFiles(Database database, Path folder) {
    this.database = database;
    this.folder = folder.toAbsolutePath().normalize();
    database.migrate("source", List.of(SCHEMA));
  }

  /// The files with rows that may arrive before a time, staged.
  List<StagedFile> withNews(
      Caller caller, SqlSession session, SourceDefinition source, Path data, EventTime until) {
    Map<String, StagedFile> known = known(caller, source);
    List<StagedFile> news = new ArrayList<>();
    for (Path file : list(source, data)) {
      StagedFile staged = staged(caller, session, source, file, known, until);
      if (staged.hasNews(until)) {
        news.add(staged);
      }
    }
    return news;
  }

  /// The source's files, by name.
  static List<Path> list(SourceDefinition source, Path data) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> matching = Files.newDirectoryStream(data, source.files())) {
      matching.forEach(files::add);
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA,
          "The folder '"
              + data
              + "' of source '"
              + source.name()
              + "' cannot be read: "
              + e.getMessage(),
          e);
    }
    files.sort(null);
    return files;
  }

  private StagedFile staged(
      Caller caller,
      SqlSession session,
      SourceDefinition source,
      Path file,
      Map<String, StagedFile> known,
      EventTime until) {
    String name = file.getFileName().toString();
    Optional<StagedFile> before = Optional.ofNullable(known.get(name));
    if (before.isPresent() && isUnchanged(before.get(), file)) {
      return before.get();
    }
    if (before.flatMap(StagedFile::readUntil).isPresent()) {
      throw Problem.of(
          ProblemCode.CONFLICT,
          "The file '%s' has changed after rows of it were ingested; put the new rows into a new file.",
          file);
    }
    Optional<Period> period = source.period().map(_ -> Period.of(source, name));
    if (period.isPresent() && !period.get().start().isBefore(until)) {
      return notYet(file, period.get());
    }
    return stage(caller, session, source, file);
  }

  private static StagedFile notYet(Path file, Period period) {
    return new StagedFile(
        file.getFileName().toString(),
        Digest.of(""),
        0,
        0,
        file,
        period.start(),
        period.end(),
        Optional.empty());
  }

  private static boolean isUnchanged(StagedFile known, Path file) {
    try {
      return known.size() == Files.size(file)
          && known.modifiedMillis() == Files.getLastModifiedTime(file).toMillis()
          && Files.exists(known.staged());
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA, "The file '" + file + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private StagedFile stage(Caller caller, SqlSession session, SourceDefinition source, Path file) {
    Digest digest = Digest.of(file);
    Path staged = folder.resolve(caller.project().value()).resolve(digest + ".parquet");
    try {
      Files.createDirectories(staged.getParent());
      Staging staging = stage(session, source, file);
      session.execute(
          "COPY (%s) TO %s (FORMAT parquet, ROW_GROUP_SIZE 2048)"
              .formatted(staging.rows(), SqlSession.text(staged.toString())));
      StagedFile made =
          new StagedFile(
              file.getFileName().toString(),
              digest,
              Files.size(file),
              Files.getLastModifiedTime(file).toMillis(),
              staged,
              staging.start(),
              staging.complete(),
              Optional.empty());
      save(caller, source, made);
      return made;
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA,
          "The file '" + file + "' cannot be staged: " + e.getMessage(),
          e);
    }
  }

  /// What a file's rows are, and when they arrive.
  ///
  /// @param rows a query over tables of the session
  record Staging(String rows, EventTime start, EventTime complete) {}

  /// Reads a file as text into the session.
  static Staging stage(SqlSession session, SourceDefinition source, Path file) {
    Optional<Period> period =
        source.period().map(_ -> Period.of(source, file.getFileName().toString()));
    EventTime start = period.map(Period::start).orElse(EventTime.parse("1970-01-01"));
    EventTime complete = period.map(p -> p.end().plus(source.grace())).orElse(start);
    CsvFiles.Read read = CsvFiles.into(session, "source", file, source.delimiter());
    String text = period.map(Period::text).orElse("");
    return new Staging(rows(source, read.columns(), text, complete), start, complete);
  }

  /// All rows of the file as text, the unreadable ones with their line alone, by arrival.
  private static String rows(
      SourceDefinition source, List<String> columns, String period, EventTime complete) {
    String nulls =
        columns.stream()
            .map(column -> "NULL::VARCHAR AS " + SqlSession.name(column))
            .collect(Collectors.joining(", "));
    String arrival =
        source.arrival().map(a -> "CAST(" + a + " AS TIMESTAMP)").orElse("NULL::TIMESTAMP");
    String end = SqlSession.time(complete) + " - INTERVAL 1 MICROSECOND";
    return """
    SELECT *, %s AS period, least(coalesce(%s, %s), %s) AS arrival
    FROM (
      SELECT *, NULL::VARCHAR AS %s FROM source
      UNION ALL
      SELECT %s, (1000000000 + line)::BIGINT AS source_row, text AS %s FROM source_rejected)
    ORDER BY arrival, source_row\
    """
        .formatted(SqlSession.text(period), arrival, end, end, TEXT, nulls, TEXT);
  }

  private void save(Caller caller, SourceDefinition source, StagedFile file) {
    database.write(tx ->
        tx.update(
            "INSERT OR REPLACE INTO source_file (project, source, name, digest, size, modified,"
                + " staged, visible_from, complete_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            caller.project(),
            source.name(),
            file.name(),
            file.digest(),
            file.size(),
            file.modifiedMillis(),
            file.staged(),
            file.visibleFrom().value(),
            file.completeAt().value()));
  }

  /// Notes how far files have been read when nothing was in them for that time.
  void readUntil(Caller caller, SourceDefinition source, List<StagedFile> files, EventTime until) {
    database.write(tx -> {
      readUntil(tx, caller, source, files, until);
      return true;
    });
  }

  /// Notes how far files have been read, together with the rows that were taken from them.
  void readUntil(
      Transaction tx,
      Caller caller,
      SourceDefinition source,
      List<StagedFile> files,
      EventTime until) {
    for (StagedFile file : files) {
      tx.update(
          "UPDATE source_file SET read_until = ? WHERE project = ? AND source = ? AND name = ?",
          until.value(),
          caller.project(),
          source.name(),
          file.name());
    }
  }

  private Map<String, StagedFile> known(Caller caller, SourceDefinition source) {
    Map<String, StagedFile> known = new HashMap<>();
    database
        .read(tx ->
            tx.list(
                "SELECT * FROM source_file WHERE project = ? AND source = ?",
                SourceFiles::file,
                caller.project(),
                source.name()))
        .forEach(file -> known.put(file.name(), file));
    return known;
  }

  private static StagedFile file(Row row) {
    return new StagedFile(
        row.text("name"),
        new Digest(row.text("digest")),
        row.number("size"),
        row.number("modified"),
        Path.of(row.text("staged")),
        new EventTime(row.time("visible_from")),
        new EventTime(row.time("complete_at")),
        row.optionalTime("read_until").map(EventTime::new));
  }
}
