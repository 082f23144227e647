package dev.rondo.loop.source;

import dev.rondo.data.Column;
import dev.rondo.data.Commit;
import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlSession;
import dev.rondo.data.TableSchema;
import dev.rondo.data.Tables;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.database.Database;
import dev.rondo.quality.CheckContext;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import dev.rondo.quality.QualityResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Takes what has arrived from a source: reads it, applies the project's rules, judges every row by
/// the contract, and commits the accepted rows, the quarantined ones and how far the files were
/// read in one transaction. Rows read are rows accepted and rows quarantined, always. Thread-safe.
public final class Ingest {
  private final Tables tables;
  private final SourceFiles files;
  private final Quarantine quarantine;

  /// @param staging a folder for files that were read but have not fully arrived
  public Ingest(Database database, Tables tables, Quarantine quarantine, Path staging) {
    this.tables = tables;
    this.quarantine = quarantine;
    this.files = new SourceFiles(database, staging);
  }

  /// Ingests what arrived before a time and was not ingested yet. Doing it again changes nothing.
  ///
  /// @param data the folder that the source is bound to
  public Ingested run(
      Caller caller,
      Workbench workbench,
      SourceDefinition source,
      Contract contract,
      Path data,
      EventTime until) {
    caller.require(Permission.WRITE_DATA);
    return workbench.use(session -> {
      List<StagedFile> news = files.withNews(caller, session, source, data, until);
      if (news.isEmpty()) {
        return new Ingested(current(caller, source), List.of(), Optional.empty());
      }
      return ingest(caller, workbench, session, source, contract, news, until);
    });
  }

  /// The source's data set as it is; empty before its first row.
  public Optional<Snapshot> current(Caller caller, SourceDefinition source) {
    return tables.list(caller).contains(source.dataset())
        ? tables.current(caller, source.dataset())
        : Optional.empty();
  }

  private Ingested ingest(
      Caller caller,
      Workbench workbench,
      SqlSession session,
      SourceDefinition source,
      Contract contract,
      List<StagedFile> news,
      EventTime until) {
    createBatch(session, source, arrived(news, until));
    String names = news.stream().map(StagedFile::name).collect(Collectors.joining(", "));
    QualityResult quality =
        ContractCheck.check(session, "batch", contract, new CheckContext(until, names));
    if (quality.read() == 0 && haveRows(session, news)) {
      files.readUntil(caller, source, news, until);
      return new Ingested(current(caller, source), List.of(), Optional.empty());
    }
    quality.requireTable();
    Optional<Snapshot> snapshot = commit(caller, workbench, session, source, news, quality, until);
    List<dev.rondo.kernel.Asset> assets = news.stream().map(StagedFile::asset).toList();
    return new Ingested(snapshot, assets, Optional.of(quality));
  }

  /// Makes the table `batch` of what the source's rules make of staged rows.
  ///
  /// @param staged a query
  static void createBatch(SqlSession session, SourceDefinition source, String staged) {
    try {
      session.execute(
          "CREATE OR REPLACE TEMP TABLE batch AS WITH staged AS (%s) SELECT * FROM (\n%s\n)"
              .formatted(staged, source.rules()));
    } catch (Problem e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA,
          "The rules of source '%s' fail: %s".formatted(source.name(), e.text()),
          e);
    }
  }

  /// Whether every file has rows, if not of this time: only a file without any is the contract's
  /// matter.
  private static boolean haveRows(SqlSession session, List<StagedFile> news) {
    return news.stream()
        .map(file ->
            "SELECT 1 FROM read_parquet(%s) LIMIT 1"
                .formatted(SqlSession.text(file.staged().toString())))
        .noneMatch(any -> session.query(any, row -> row.number(1)).isEmpty());
  }

  private static String arrived(List<StagedFile> news, EventTime until) {
    return news.stream()
        .map(file ->
            "SELECT * FROM read_parquet(%s) WHERE %s arrival < %s"
                .formatted(
                    SqlSession.text(file.staged().toString()),
                    file.readUntil()
                        .map(from -> "arrival >= " + SqlSession.time(from) + " AND")
                        .orElse(""),
                    SqlSession.time(until)))
        .collect(Collectors.joining(" UNION ALL BY NAME "));
  }

  private Optional<Snapshot> commit(
      Caller caller,
      Workbench workbench,
      SqlSession session,
      SourceDefinition source,
      List<StagedFile> news,
      QualityResult quality,
      EventTime until) {
    TableSchema schema = Schemas.of(session, "batch_accepted");
    tables.create(caller, source.dataset(), schema);
    String key = source.name() + "/" + until;
    List<Object[]> broken =
        quality.quarantined() == 0
            ? List.of()
            : quarantine.rows(caller, session, "batch_quarantined", source.dataset(), key);
    Optional<Snapshot> before = tables.current(caller, source.dataset());
    tables.append(
        caller,
        session,
        source.dataset(),
        "batch_accepted",
        new Commit(
            key,
            Map.of("until", until.toString(), "accepted", Long.toString(quality.accepted())),
            tx -> {
              quarantine.add(tx, broken);
              files.readUntil(tx, caller, source, news, until);
            }));
    Optional<Snapshot> after = tables.compact(caller, session, source.dataset());
    workbench.added(session, source.dataset(), before, after, "batch_accepted", columns(schema));
    return after;
  }

  private static String columns(TableSchema schema) {
    return schema.columns().stream()
        .map(Column::name)
        .map(SqlSession::name)
        .collect(Collectors.joining(", "));
  }
}
