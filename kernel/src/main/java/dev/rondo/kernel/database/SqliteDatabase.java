package dev.rondo.kernel.database;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.sqlite.SQLiteConfig;

/// SQLite in WAL mode: one writer with group commit and `synchronous=FULL`, and a few readers.
public final class SqliteDatabase implements Database {
  private static final int READERS = 4;
  private static final String SCHEMA =
      """
      CREATE TABLE IF NOT EXISTS schema_version (
        component TEXT NOT NULL, version INTEGER NOT NULL, digest TEXT NOT NULL,
        applied_at INTEGER NOT NULL, PRIMARY KEY (component, version))
      """;

  /// The page caches of the connections. A reader's is small: there are several, and the system
  /// keeps the file's pages for all of them.
  private static final int WRITER_CACHE_KIB = 8_000;

  private static final int READER_CACHE_KIB = 1_000;

  private final Path file;
  private final InstantSource clock;
  private final GroupCommit writer;
  private final BlockingQueue<Transaction> readers = new LinkedBlockingQueue<>();
  private boolean copied;

  private SqliteDatabase(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.writer = new GroupCommit(new Transaction(connect(file, false)));
    writer.submit(
        transaction -> {
          transaction.script(SCHEMA);
          return true;
        },
        true);
    for (int i = 0; i < READERS; i++) {
      readers.add(new Transaction(connect(file, true)));
    }
  }

  /// Opens the file, which is created when missing. It, its journals and the copies of it are its
  /// owner's alone.
  ///
  /// @param clock system time, for the record of migrations
  public static Database open(Path file, InstantSource clock) {
    OwnersFiles.close(file);
    return new SqliteDatabase(file, clock);
  }

  @Override
  public <T> T write(Work<T> work) {
    return writer.submit(work, false);
  }

  @Override
  public <T> T writeUrgently(Work<T> work) {
    return writer.submit(work, true);
  }

  @Override
  public <T> T read(Work<T> work) {
    Transaction reader = take();
    try {
      reader.command("BEGIN");
      try {
        return work.run(reader);
      } finally {
        reader.command("COMMIT");
      }
    } catch (SQLException e) {
      throw Transaction.failed("read", e);
    } finally {
      readers.add(reader);
    }
  }

  private Transaction take() {
    try {
      return readers.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The read was cancelled.", e);
    }
  }

  @Override
  public void migrate(String component, List<String> scripts) {
    int present = version(component);
    if (present > scripts.size()) {
      throw Problem.of(
          ProblemCode.HOME_TOO_NEW,
          "This home was written by a newer Rondo (its '%s' tables have version %d, this build"
              + " knows %d); start it with that build or a newer one.",
          component,
          present,
          scripts.size());
    }
    if (present > 0 && present < scripts.size()) {
      copyOnce();
    }
    for (int i = present; i < scripts.size(); i++) {
      apply(component, i + 1, scripts.get(i));
    }
  }

  private int version(String component) {
    OptionalLong version =
        read(tx ->
            tx.find(
                    "SELECT max(version) AS v FROM schema_version WHERE component = ?",
                    row -> row.optionalNumber("v"),
                    component)
                .orElse(OptionalLong.empty()));
    return (int) version.orElse(0);
  }

  private void apply(String component, int version, String script) {
    write(tx -> {
      tx.script(script);
      return tx.update(
          "INSERT INTO schema_version (component, version, digest, applied_at)"
              + " VALUES (?, ?, ?, ?)",
          component,
          version,
          Digest.of(script),
          clock.instant());
    });
  }

  private void copyOnce() {
    if (copied) {
      return;
    }
    Path copy = file.resolveSibling(file.getFileName() + "." + clock.millis() + ".bak");
    OwnersFiles.create(copy);
    Transaction copier = new Transaction(connect(file, false));
    copier.update("VACUUM INTO ?", copy.toString());
    copier.close();
    copied = true;
  }

  private static Connection connect(Path file, boolean readOnly) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(10_000);
    config.enforceForeignKeys(true);
    config.setCacheSize(readOnly ? -READER_CACHE_KIB : -WRITER_CACHE_KIB);
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
      if (readOnly) {
        try (var statement = connection.createStatement()) {
          statement.execute("PRAGMA query_only = ON");
        }
      }
      return connection;
    } catch (SQLException e) {
      throw Problem.wrap(
          ProblemCode.HOME_UNUSABLE,
          "The database '" + file + "' cannot be opened: " + e.getMessage(),
          e);
    }
  }

  /// How many units wait for the writer.
  int waiting() {
    return writer.waiting();
  }

  @Override
  public void close() {
    writer.close();
    readers.forEach(Transaction::close);
  }
}
