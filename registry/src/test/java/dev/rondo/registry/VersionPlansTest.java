package dev.rondo.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What clients look up with every load of a model goes by indexes, however many there are.
class VersionPlansTest {
  @TempDir Path folder;
  private Database database;
  private Events events;

  @BeforeEach
  void open() {
    TestClock clock = new TestClock();
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    IdSource ids = new IdSource(clock, new Random(1));
    assertThat(new Registry(database, events, ids, clock, (_, _, _) -> List.of())).isNotNull();
  }

  @AfterEach
  void close() {
    events.close();
    database.close();
  }

  private List<String> plan(String sql, Object... arguments) {
    return database.read(
        tx -> tx.list("EXPLAIN QUERY PLAN " + sql, row -> row.text("detail"), arguments));
  }

  @Test
  void aVersionIsFoundByTheNameOfItsModelAndItsNumber() {
    assertThat(plan(VersionTable.ONE, Callers.ALL.project(), "taxi", 1))
        .containsSequence(
            "SEARCH m USING INDEX model_by_name (project=? AND name=?)",
            "SEARCH v USING PRIMARY KEY (model=? AND version=?)");
  }

  @Test
  void theNewestVersionsOfModelsAreFoundByTheirNames() {
    assertThat(plan(VersionTable.NEWEST, Callers.ALL.project(), "[\"taxi\"]"))
        .contains(
            "SEARCH m USING INDEX model_by_name (project=? AND name=?)",
            "SEARCH v USING PRIMARY KEY (model=? AND version=?)",
            "SEARCH o USING PRIMARY KEY (model=?)")
        .noneMatch(step -> step.matches("SCAN [mvo].*"));
  }

  @Test
  void whatARunOrALoggedModelBecameIsFoundByItsId() {
    assertThat(plan(VersionTable.OF_RUN, Callers.ALL.project(), "a"))
        .first()
        .asString()
        .startsWith("SEARCH v USING INDEX model_version_by_run (project=? AND run=?");
    assertThat(plan(VersionTable.OF_LOGGED, Callers.ALL.project(), "[\"a\"]"))
        .first()
        .asString()
        .startsWith("SEARCH v USING INDEX model_version_by_logged (project=? AND logged_model=?");
  }

  @Test
  void whoNeedsAFileIsFoundByItsPlace() {
    assertThat(plan(VersionFiles.HELD, Callers.ALL.project(), "a", "b"))
        .first()
        .asString()
        .startsWith(
            "SEARCH v USING INDEX model_version_by_location (project=? AND location>? AND location<?");
  }
}
