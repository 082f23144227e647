package dev.rondo.quality.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesTest {
  @TempDir Path folder;
  private Database database;
  private Profiles profiles;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    profiles = new Profiles(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private KeptProfile keep(long snapshot, String day, String rows) {
    Profile profile = Tables.profile(folder, rows, ProfileOptions.standard());
    KeptProfile kept = new KeptProfile(snapshot, EventTime.parse(day), profile);
    profiles.keep(Callers.ALL, "trips", kept);
    return kept;
  }

  @Test
  void profilesComeBackByTimeAndBySnapshot() {
    KeptProfile later = keep(7, "2018-01-12", "SELECT i AS a FROM range(3) r(i)");
    KeptProfile earlier = keep(9, "2018-01-11", "SELECT i AS a FROM range(5) r(i)");
    assertThat(profiles.latest(Callers.ALL, "trips", 10)).containsExactly(later, earlier);
    assertThat(profiles.find(Callers.ALL, "trips", 9)).contains(earlier);
    assertThat(profiles.find(Callers.ALL, "trips", 8)).isEmpty();
  }

  @Test
  void aSnapshotHasOneProfile() {
    keep(7, "2018-01-12", "SELECT i AS a FROM range(3) r(i)");
    KeptProfile again = keep(7, "2018-01-12", "SELECT i AS a FROM range(4) r(i)");
    assertThat(profiles.latest(Callers.ALL, "trips", 10)).containsExactly(again);
  }

  @Test
  void otherProjectsAndCallersSeeNothing() {
    keep(7, "2018-01-12", "SELECT 1 AS a");
    Caller other = Caller.platform("test", new ProjectName("other"));
    assertThat(profiles.latest(other, "trips", 10)).isEmpty();
    assertThatThrownBy(() -> profiles.latest(Callers.NONE, "trips", 10))
        .isInstanceOf(Problem.class);
  }
}
