package dev.rondo.ledger;

import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.TestClock;
import java.nio.file.Path;
import java.util.Random;

/// A ledger with a database of its own, for tests.
public final class TestLedger implements AutoCloseable {
  public final TestClock clock = new TestClock();
  public final Database database;
  public final Events events;
  public final Ledger ledger;

  /// @param folder for the database; what is there already is opened again
  public TestLedger(Path folder) {
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    ledger = new Ledger(database, events, new IdSource(clock, new Random(1)), clock);
  }

  @Override
  public void close() {
    events.close();
    database.close();
  }
}
