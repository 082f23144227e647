package dev.rondo.data;

import dev.rondo.data.internal.ContentHash;
import dev.rondo.data.internal.DataFiles;
import dev.rondo.data.internal.IcebergCatalog;
import dev.rondo.data.internal.InlineExecutor;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.InclusiveMetricsEvaluator;
import org.apache.iceberg.io.CloseableIterable;

/// The tables of all projects: append-only Apache Iceberg tables whose Parquet files DuckDB writes
/// and reads, so that every state that was ever committed can be read again, here or by any other
/// Iceberg engine. Thread-safe; commits to one table follow each other.
public final class Tables {
  private static final String KEY = "rondo.commit";
  private static final String ROWS = "rondo.rows";
  private static final String HASH = "rondo.content";
  private static final String SMALL = "rondo.small-files";
  private static final String FACT = "rondo.fact.";
  private static final int SMALL_FILES = 32;

  private final IcebergCatalog catalog;
  private final IdSource ids;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  /// @param folder holds every table's files
  public Tables(Database database, IdSource ids, Path folder) {
    this.catalog = new IcebergCatalog(database, folder);
    this.ids = ids;
  }

  /// The folder of a project's tables, for sessions that read or write them.
  public Path folder(Caller caller) {
    return catalog.folder(caller.project());
  }

  /// Creates a table; nothing happens when it exists with the same columns.
  public void create(Caller caller, String table, TableSchema schema) {
    caller.require(Permission.WRITE_DATA);
    Optional<Table> existing = catalog.find(caller.project(), table);
    if (existing.isEmpty()) {
      catalog.create(caller.project(), table, schema.iceberg());
    } else if (!schema(existing.get()).equals(schema)) {
      throw Problem.conflict(
          "Table '%s' exists with other columns: %s.", table, schema(existing.get()).names());
    }
  }

  public List<String> list(Caller caller) {
    caller.require(Permission.READ);
    return catalog.list(caller.project());
  }

  public TableSchema schema(Caller caller, String table) {
    return schema(load(caller, table));
  }

  /// The newest snapshot; empty before the first commit.
  public Optional<Snapshot> current(Caller caller, String table) {
    return newest(table, load(caller, table));
  }

  private static Optional<Snapshot> newest(String name, Table table) {
    return Optional.ofNullable(table.currentSnapshot()).map(s -> snapshot(name, s));
  }

  /// The snapshot with an id.
  public Optional<Snapshot> find(Caller caller, String table, long id) {
    return Optional.ofNullable(load(caller, table).snapshot(id)).map(s -> snapshot(table, s));
  }

  /// The snapshot of a sequence number, where it still can be read.
  public Optional<Snapshot> at(Caller caller, String table, long sequence) {
    return StreamSupport.stream(load(caller, table).snapshots().spliterator(), false)
        .filter(s -> s.sequenceNumber() == sequence)
        .findFirst()
        .map(s -> snapshot(table, s));
  }

  /// Snapshots that still can be read, oldest first.
  public List<Snapshot> snapshots(Caller caller, String table) {
    return StreamSupport.stream(load(caller, table).snapshots().spliterator(), false)
        .map(s -> snapshot(table, s))
        .toList();
  }

  /// The sequence numbers of the snapshots that still can be read.
  public Set<Long> sequences(Caller caller, String table) {
    return StreamSupport.stream(load(caller, table).snapshots().spliterator(), false)
        .map(org.apache.iceberg.Snapshot::sequenceNumber)
        .collect(Collectors.toSet());
  }

  private Table load(Caller caller, String table) {
    caller.require(Permission.READ);
    return catalog
        .find(caller.project(), table)
        .orElseThrow(() ->
            Problem.notFound("There is no table '%s' in project '%s'.", table, caller.project()));
  }

  /// Appends the rows of a relation and commits them. When this commit's key has been committed
  /// before, nothing is written and that snapshot is returned; when the relation is empty, the
  /// current one.
  ///
  /// @param session opened for [#folder]
  /// @param relation a table of the session, or a query in parentheses
  public Optional<Snapshot> append(
      Caller caller, SqlSession session, String table, String relation, Commit commit) {
    return alone(
        caller,
        table,
        loaded ->
            committed(table, loaded, commit.key())
                .or(() -> appendNew(session, table, loaded, relation, commit)));
  }

  /// Works on a table while nobody else commits to it.
  private Optional<Snapshot> alone(
      Caller caller, String table, Function<Table, Optional<Snapshot>> work) {
    caller.require(Permission.WRITE_DATA);
    ReentrantLock lock =
        locks.computeIfAbsent(caller.project() + "/" + table, _ -> new ReentrantLock());
    lock.lock();
    try {
      return work.apply(load(caller, table));
    } finally {
      lock.unlock();
    }
  }

  private Optional<Snapshot> appendNew(
      SqlSession session, String name, Table table, String relation, Commit commit) {
    TableSchema schema = schema(table);
    String typed = "rondo_append";
    session.execute(
        "CREATE OR REPLACE TEMP TABLE %s AS SELECT %s FROM %s"
            .formatted(typed, schema.casts(), relation));
    ContentHash added = ContentHash.of(session, typed);
    if (added.rows() == 0) {
      Optional<Snapshot> newest = newest(name, table);
      long sequence = newest.map(Snapshot::sequence).orElse(0L);
      catalog.transact(tx -> commit.together().change(tx, sequence));
      return newest;
    }
    Path file = catalog.newDataFile(table, ids.next());
    DataFile data = DataFiles.write(session, table, schema, "(FROM " + typed + ")", file);
    ContentHash content = content(table).plus(added);
    long sequence = newest(name, table).map(Snapshot::sequence).orElse(0L) + 1;
    catalog.committing(
        table,
        tx -> commit.together().change(tx, sequence),
        () -> {
          var append =
              table.newAppend().appendFile(data).scanManifestsWith(InlineExecutor.INSTANCE);
          int small = smallFiles(table) + (DataFiles.isSmall(data) ? 1 : 0);
          summary(commit, content, small).forEach(append::set);
          append.commit();
        });
    return Optional.of(snapshot(name, table.currentSnapshot()));
  }

  /// Joins small files into one, when there are many. The content, and so its digest, stays.
  ///
  /// @return the newest snapshot, which is another one when files were joined
  public Optional<Snapshot> compact(Caller caller, SqlSession session, String table) {
    return alone(
        caller,
        table,
        loaded -> {
          if (smallFiles(loaded) >= SMALL_FILES) {
            rewrite(session, loaded, DataFiles.small(loaded));
          }
          return newest(table, loaded);
        });
  }

  private void rewrite(SqlSession session, Table table, List<DataFile> small) {
    TableSchema schema = schema(table);
    List<String> paths = small.stream().map(DataFile::location).sorted().toList();
    String rows =
        "(SELECT " + schema.names() + " FROM read_parquet(" + SqlSession.texts(paths) + "))";
    DataFile joined =
        DataFiles.write(session, table, schema, rows, catalog.newDataFile(table, ids.next()));
    ContentHash content = content(table);
    Map<String, String> facts = snapshot(table.name(), table.currentSnapshot()).facts();
    catalog.committing(
        table,
        _ -> {},
        () -> {
          var rewrite = table.newRewrite().scanManifestsWith(InlineExecutor.INSTANCE);
          small.forEach(rewrite::deleteFile);
          rewrite.addFile(joined);
          int left = DataFiles.isSmall(joined) ? 1 : 0;
          summary(Commit.of("compact/" + ids.next(), facts), content, left).forEach(rewrite::set);
          rewrite.commit();
        });
  }

  private static Map<String, String> summary(Commit commit, ContentHash content, int smallFiles) {
    Map<String, String> summary = new HashMap<>();
    commit.facts().forEach((fact, value) -> summary.put(FACT + fact, value));
    summary.put(KEY, commit.key());
    summary.put(ROWS, Long.toString(content.rows()));
    summary.put(HASH, content.text());
    summary.put(SMALL, Integer.toString(smallFiles));
    return summary;
  }

  private static int smallFiles(Table table) {
    return table.currentSnapshot() == null
        ? 0
        : Integer.parseInt(table.currentSnapshot().summary().getOrDefault(SMALL, "0"));
  }

  private static Optional<Snapshot> committed(String name, Table table, String key) {
    return StreamSupport.stream(table.snapshots().spliterator(), false)
        .filter(s -> key.equals(s.summary().get(KEY)))
        .findFirst()
        .map(s -> snapshot(name, s));
  }

  private static ContentHash content(Table table) {
    return Optional.ofNullable(table.currentSnapshot()).map(s -> hash(s)).orElse(ContentHash.EMPTY);
  }

  private static ContentHash hash(org.apache.iceberg.Snapshot s) {
    Map<String, String> summary = s.summary();
    return ContentHash.parse(summary.getOrDefault(ROWS, "0"), summary.getOrDefault(HASH, "0:0"));
  }

  private static Snapshot snapshot(String name, org.apache.iceberg.Snapshot s) {
    Map<String, String> facts = new HashMap<>();
    s.summary()
        .forEach((key, value) -> {
          if (key.startsWith(FACT)) {
            facts.put(key.substring(FACT.length()), value);
          }
        });
    ContentHash content = hash(s);
    return new Snapshot(
        name,
        s.snapshotId(),
        s.sequenceNumber(),
        content.rows(),
        content.digest(),
        Instant.ofEpochMilli(s.timestampMillis()),
        facts);
  }

  /// The relation that reads a snapshot, as SQL to stand after FROM.
  public String scan(Caller caller, Snapshot snapshot) {
    return relation(caller, snapshot, load(caller, snapshot.table()).newScan());
  }

  /// Like [#scan], but only from the files that can hold rows whose time lies in `[from, to)`; the
  /// query still has to filter.
  public String scan(
      Caller caller, Snapshot snapshot, String timeColumn, Instant from, Instant to) {
    return relation(
        caller,
        snapshot,
        load(caller, snapshot.table()).newScan().filter(within(timeColumn, from, to)));
  }

  private static Expression within(String timeColumn, Instant from, Instant to) {
    return Expressions.and(
        Expressions.greaterThanOrEqual(timeColumn, micros(from)),
        Expressions.lessThan(timeColumn, micros(to)));
  }

  /// [#scan] for several times until the same moment, each from one of `froms`: what the table says
  /// of its files is read once.
  ///
  /// @return in the order of `froms`
  public List<String> scans(
      Caller caller, Snapshot snapshot, String timeColumn, List<Instant> froms, Instant to) {
    Table table = load(caller, snapshot.table());
    Expression all = within(timeColumn, Collections.min(froms), to);
    List<DataFile> files =
        files(
            snapshot,
            table
                .newScan()
                .filter(all)
                .includeColumnStats(List.of(timeColumn))
                .useSnapshot(snapshot.id())
                .planWith(InlineExecutor.INSTANCE)
                .planFiles());
    return froms.stream()
        .map(from -> new InclusiveMetricsEvaluator(table.schema(), within(timeColumn, from, to)))
        .map(range -> relation(caller, snapshot, files.stream().filter(range::eval).toList()))
        .toList();
  }

  /// The relation of the rows that were appended after one snapshot, up to another.
  ///
  /// @param after empty for all rows
  public String scanAdded(Caller caller, Optional<Snapshot> after, Snapshot upTo) {
    if (after.isEmpty()) {
      return scan(caller, upTo);
    }
    if (after.get().id() == upTo.id()) {
      return emptyScan(caller, upTo.table());
    }
    var scan =
        load(caller, upTo.table())
            .newIncrementalAppendScan()
            .fromSnapshotExclusive(after.get().id())
            .toSnapshot(upTo.id())
            .planWith(InlineExecutor.INSTANCE);
    return relation(caller, upTo, scan.planFiles());
  }

  /// A relation without rows, with the table's columns.
  public String emptyScan(Caller caller, String table) {
    return schema(load(caller, table)).emptyRelation();
  }

  private static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
  }

  private String relation(Caller caller, Snapshot snapshot, TableScan scan) {
    return relation(
        caller,
        snapshot,
        scan.useSnapshot(snapshot.id()).planWith(InlineExecutor.INSTANCE).planFiles());
  }

  private String relation(
      Caller caller, Snapshot snapshot, CloseableIterable<FileScanTask> planned) {
    return relation(caller, snapshot, files(snapshot, planned));
  }

  private String relation(Caller caller, Snapshot snapshot, List<DataFile> files) {
    return files.isEmpty()
        ? emptyScan(caller, snapshot.table())
        : "read_parquet("
            + SqlSession.texts(files.stream().map(DataFile::location).sorted().toList())
            + ")";
  }

  private static List<DataFile> files(Snapshot snapshot, CloseableIterable<FileScanTask> planned) {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = planned) {
      for (FileScanTask task : tasks) {
        if (!task.deletes().isEmpty()) {
          throw Problem.of(
              ProblemCode.INVALID_DATA,
              "Table '%s' has delete files, which are not supported.",
              snapshot.table());
        }
        files.add(task.file());
      }
    } catch (IOException e) {
      throw Problem.wrap(ProblemCode.INTERNAL, "The scan did not close: " + e.getMessage(), e);
    }
    return files;
  }

  private static TableSchema schema(Table table) {
    return new TableSchema(
        table.schema().columns().stream()
            .map(field -> new Column(field.name(), DataFiles.type(field.type())))
            .toList());
  }
}
