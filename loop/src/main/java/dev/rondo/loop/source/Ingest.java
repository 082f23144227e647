package dev.rondo.loop.source;

import dev.rondo.data.Column;
import dev.rondo.data.Commit;
import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlSession;
import dev.rondo.data.TableSchema;
import dev.rondo.data.Tables;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.database.Database;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Takes what has arrived from a source: reads it, applies the project's rules, judges every row by
/// the contract and the accepted ones by the suites, and commits the accepted rows, the quarantined
/// ones, what was found and how far the files were read in one transaction. Rows read are rows
/// accepted and rows quarantined, always. Thread-safe.
public final class Ingest {
  private static final String BATCH = "batch";

  private final DataStores stores;
  private final SourceFiles files;
  private final ProfileKeeper profiles;

  /// @param clock system time
  /// @param staging a folder for files that were read but have not fully arrived
  public Ingest(Database database, DataStores stores, InstantSource clock, Path staging) {
    this.stores = stores;
    this.files = new SourceFiles(database, staging);
    this.profiles = new ProfileKeeper(stores.tables(), stores.profiles(), clock);
  }

  /// Ingests what arrived before a time and was not ingested yet. Doing it again changes nothing.
  ///
  /// @param data the folder that the source is bound to
  /// @param told hears of what each judge found before it is kept
  /// @throws Problem `contract-broken` when a rule on the whole table, or a suite, refuses the
  ///   batch: then nothing is committed, and what was found is kept
  public Ingested run(
      Caller caller,
      Workbench workbench,
      SourceDefinition source,
      Judges judges,
      Path data,
      EventTime until,
      Consumer<QualityRecord> told) {
    caller.require(Permission.WRITE_DATA);
    return workbench.use(session -> {
      List<StagedFile> news = files.withNews(caller, session, source, data, until);
      if (news.isEmpty()) {
        return Ingested.nothing(current(caller, source));
      }
      createBatch(session, source, arrived(news, until));
      List<QualityRecord> found = judge(caller, session, source, judges, news, until);
      QualityResult quality = found.getLast().result();
      if (quality.read() == 0 && haveRows(session, news)) {
        files.readUntil(caller, source, news, until);
        return Ingested.nothing(current(caller, source));
      }
      found.forEach(told);
      refuseBlocked(caller, found);
      Optional<Snapshot> snapshot = commit(caller, workbench, session, source, news, found, until);
      snapshot.ifPresent(made -> profiles.keep(caller, session, made, until));
      List<Asset> assets = news.stream().map(StagedFile::asset).toList();
      return new Ingested(
          snapshot, assets, setAside(caller, source, quality, until), Optional.of(quality));
    });
  }

  /// The source's data set as it is; empty before its first row.
  public Optional<Snapshot> current(Caller caller, SourceDefinition source) {
    Tables tables = stores.tables();
    return tables.list(caller).contains(source.dataset())
        ? tables.current(caller, source.dataset())
        : Optional.empty();
  }

  /// What every judge found, the contract last.
  private List<QualityRecord> judge(
      Caller caller,
      SqlSession session,
      SourceDefinition source,
      Judges judges,
      List<StagedFile> news,
      EventTime until) {
    String names = news.stream().map(StagedFile::name).collect(Collectors.joining(", "));
    String batch = until.toString();
    CheckPoint point =
        new CheckPoint(stores.quality(), caller, HandOver.INGEST, source.dataset(), until);
    try {
      return judges.judge(session, BATCH, point, names).stream()
          .map(result ->
              stores.quality().prepare(HandOver.INGEST, source.dataset(), batch, until, result))
          .toList();
    } catch (Problem e) {
      if (e.code() == ProblemCode.CONTRACT_BROKEN) {
        stores.quality().refused(caller, HandOver.INGEST, source.dataset(), batch, until, e.text());
      }
      throw e;
    }
  }

  /// Keeps what was found of a batch that must not be handed on, and refuses it.
  private void refuseBlocked(Caller caller, List<QualityRecord> found) {
    if (found.stream().allMatch(record -> record.result().blocking().isEmpty())) {
      return;
    }
    stores.quality().record(caller, found);
    found.forEach(record -> record.result().requireTable());
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

  private static String key(SourceDefinition source, EventTime until) {
    return source.name() + "/" + until;
  }

  private Optional<Asset> setAside(
      Caller caller, SourceDefinition source, QualityResult quality, EventTime until) {
    if (quality.quarantined() == 0) {
      return Optional.empty();
    }
    String batch = key(source, until);
    return Optional.of(stores.quarantine().asset(caller, source.dataset(), batch));
  }

  private Optional<Snapshot> commit(
      Caller caller,
      Workbench workbench,
      SqlSession session,
      SourceDefinition source,
      List<StagedFile> news,
      List<QualityRecord> found,
      EventTime until) {
    String accepted = BATCH + "_accepted";
    Tables tables = stores.tables();
    TableSchema schema = Schemas.of(session, accepted);
    tables.create(caller, source.dataset(), schema);
    String key = key(source, until);
    QualityResult quality = found.getLast().result();
    List<Object[]> broken =
        quality.quarantined() == 0
            ? List.of()
            : stores
                .quarantine()
                .rows(caller, session, BATCH + "_quarantined", source.dataset(), key);
    Optional<Snapshot> before = tables.current(caller, source.dataset());
    tables.append(
        caller,
        session,
        source.dataset(),
        accepted,
        new Commit(
            key,
            Map.of("until", until.toString(), "accepted", Long.toString(quality.accepted())),
            (tx, _) -> {
              stores.quarantine().add(tx, broken);
              files.readUntil(tx, caller, source, news, until);
              stores.quality().record(tx, caller, found);
            }));
    Optional<Snapshot> after = tables.compact(caller, session, source.dataset());
    workbench.added(session, source.dataset(), before, after, accepted, columns(schema));
    return after;
  }

  /// The columns of a table, for SQL.
  static String columns(TableSchema schema) {
    return schema.columns().stream()
        .map(Column::name)
        .map(SqlSession::name)
        .collect(Collectors.joining(", "));
  }
}
