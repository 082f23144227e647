package dev.rondo.loop.source;

import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.data.Tables;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// One project's warm analytical session, in which the recent rows of its data sets stand as tables
/// under their names, so that a day's work does not read a year's files. What it holds can always
/// be read again from the snapshots. Thread-safe: one user at a time.
public final class Workbench implements AutoCloseable {
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private final SqlEngine engine;
  private final Tables tables;
  private final List<Path> folders;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Map<String, Digest> loaded = new HashMap<>();
  private Optional<SqlSession> session = Optional.empty();
  private long usedAt;

  /// @param folders that the project's queries may read and write
  public Workbench(SqlEngine engine, Tables tables, List<Path> folders) {
    this.engine = engine;
    this.tables = tables;
    this.folders = List.copyOf(folders);
  }

  /// Hands the session to one user; what it loaded stays for the next.
  public <T> T use(Function<SqlSession, T> work) {
    lock.lock();
    try {
      if (session.isEmpty()) {
        session = Optional.of(engine.open(folders));
      }
      return work.apply(session.get());
    } finally {
      usedAt = System.nanoTime();
      lock.unlock();
    }
  }

  /// Makes the newest rows of a data set stand under its name. Called within [#use].
  ///
  /// @param timeColumn rows older than `lookback` before `now` may be missing
  public void load(
      Caller caller,
      SqlSession session,
      String dataset,
      String timeColumn,
      Instant now,
      Duration lookback) {
    Optional<Snapshot> current = tables.current(caller, dataset);
    if (current.isPresent() && isLoaded(dataset, current.get())) {
      return;
    }
    String rows =
        current
            .map(snapshot -> tables.scan(caller, snapshot, timeColumn, now.minus(lookback), FAR))
            .orElseGet(() -> tables.emptyScan(caller, dataset));
    session.execute(
        "CREATE OR REPLACE TABLE " + SqlSession.name(dataset) + " AS SELECT * FROM " + rows);
    loaded.remove(dataset);
    current.ifPresent(snapshot -> loaded.put(dataset, snapshot.digest()));
  }

  /// Adds rows that were just committed, when the rows before them are loaded.
  void added(
      SqlSession session,
      String dataset,
      Optional<Snapshot> before,
      Optional<Snapshot> after,
      String relation,
      String columns) {
    if (before.isEmpty() || after.isEmpty() || isLoaded(dataset, after.get())) {
      return;
    }
    boolean wasLoaded = isLoaded(dataset, before.get());
    loaded.remove(dataset);
    if (wasLoaded) {
      session.execute(
          "INSERT INTO %s (%s) SELECT %s FROM %s"
              .formatted(SqlSession.name(dataset), columns, columns, relation));
      loaded.put(dataset, after.get().digest());
    }
  }

  /// Whether the rows of this snapshot stand here, from whatever files they came.
  private boolean isLoaded(String dataset, Snapshot snapshot) {
    return snapshot.digest().equals(loaded.get(dataset));
  }

  /// Ends the session when nobody has used it for so long; the next use starts anew.
  ///
  /// @return whether there was one to end
  public boolean restIfIdle(Duration idle) {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      boolean isIdle = session.isPresent() && System.nanoTime() - usedAt > idle.toNanos();
      if (isIdle) {
        close();
      }
      return isIdle;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      session.ifPresent(SqlSession::close);
      session = Optional.empty();
      loaded.clear();
    } finally {
      lock.unlock();
    }
  }
}
