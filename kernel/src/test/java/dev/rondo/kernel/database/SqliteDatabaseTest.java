package dev.rondo.kernel.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest {
  private static final String SCHEMA = "CREATE TABLE item (name TEXT PRIMARY KEY, n INTEGER)";

  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    database.migrate("item", List.of(SCHEMA));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private long count() {
    return database.read(
        tx -> tx.find("SELECT count(*) AS n FROM item", r -> r.number("n")).orElseThrow());
  }

  private int insert(String name) {
    return database.write(tx -> tx.update("INSERT INTO item (name, n) VALUES (?, 1)", name));
  }

  @Test
  void aFailedUnitLeavesNothingAndDoesNotFailItsNeighbours() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Integer>> writes = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String name = "n" + i;
        boolean fails = i % 3 == 0;
        writes.add(
            threads.submit(() -> {
              start.await();
              return database.write(tx -> {
                tx.update("INSERT INTO item (name, n) VALUES (?, 1)", name);
                if (fails) {
                  throw Problem.invalid("no '%s'", name);
                }
                return 1;
              });
            }));
      }
      start.countDown();
      int refused = 0;
      for (Future<Integer> write : writes) {
        try {
          write.get();
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(Problem.class);
          refused++;
        }
      }
      assertThat(refused).isEqualTo(67);
    }
    assertThat(count()).isEqualTo(133);
  }

  @Test
  void aConstraintIsAConflict() {
    insert("a");
    assertThatThrownBy(() -> insert("a"))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.code()).isEqualTo(ProblemCode.CONFLICT));
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void signalsFollowTheCommitAndOnlyOfUnitsThatSucceeded() {
    List<String> signals = java.util.Collections.synchronizedList(new ArrayList<>());
    database.write(tx -> {
      tx.afterCommit(() -> signals.add("good"));
      return 1;
    });
    assertThatThrownBy(() ->
            database.write(tx -> {
              tx.afterCommit(() -> signals.add("bad"));
              throw Problem.invalid("no");
            }))
        .isInstanceOf(Problem.class);
    assertThat(signals).containsExactly("good");
  }

  @Test
  void urgentUnitsOvertakeWaitingOnes() throws Exception {
    List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(() ->
          database.write(_ -> {
            blocked.countDown();
            awaitQuietly(release);
            return 1;
          }));
      blocked.await();
      Future<?> ordinary = threads.submit(() -> database.write(_ -> order.add("ordinary")));
      dev.rondo.kernel.testing.Wait.until(
          "the ordinary unit waits", () -> ((SqliteDatabase) database).waiting() == 1);
      Future<?> urgent = threads.submit(() -> database.writeUrgently(_ -> order.add("urgent")));
      dev.rondo.kernel.testing.Wait.until(
          "the urgent unit waits", () -> ((SqliteDatabase) database).waiting() == 2);
      release.countDown();
      ordinary.get();
      urgent.get();
    }
    assertThat(order).containsExactly("urgent", "ordinary");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void readersSeeOnlyWhatIsCommitted() {
    insert("a");
    long seen =
        database.write(tx -> {
          tx.update("INSERT INTO item (name, n) VALUES ('b', 1)");
          return count();
        });
    assertThat(seen).isEqualTo(1);
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void readersCannotWrite() {
    assertThatThrownBy(() -> database.read(tx -> tx.update("DELETE FROM item")))
        .isInstanceOf(Problem.class);
  }

  @Test
  void anUpgradeCopiesTheDatabaseFirst() throws Exception {
    insert("a");
    database.migrate("item", List.of(SCHEMA, "ALTER TABLE item ADD COLUMN more TEXT"));
    try (var files = Files.list(folder)) {
      assertThat(files.map(Path::toString).filter(f -> f.endsWith(".bak"))).hasSize(1);
    }
    assertThat(count()).isEqualTo(1);
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void onlyTheOwnerCanReadTheDatabaseItsJournalsAndItsCopies() throws Exception {
    database.migrate("item", List.of(SCHEMA, "ALTER TABLE item ADD COLUMN more TEXT"));
    assertThat(files())
        .hasSize(4)
        .allSatisfy(file ->
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .as("%s", file)
                .isEqualTo("rw-------"));
  }

  @Test
  void whatOthersMayReadIsClosedToThemAtTheNextStart() throws Exception {
    database.migrate("item", List.of(SCHEMA, "ALTER TABLE item ADD COLUMN more TEXT"));
    Path other = Files.writeString(folder.resolve("other"), "of all");
    for (Path file : files()) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
    SqliteDatabase.open(folder.resolve("t.db"), new TestClock()).close();
    for (Path file : files()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as("%s", file)
          .isEqualTo(file.equals(other) ? "rw-r--r--" : "rw-------");
    }
  }

  @Test
  void anOlderBuildRefusesNewerTables() {
    database.migrate("item", List.of(SCHEMA, "ALTER TABLE item ADD COLUMN more TEXT"));
    assertThatThrownBy(() -> database.migrate("item", List.of(SCHEMA)))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.code()).isEqualTo(ProblemCode.HOME_TOO_NEW));
  }

  @Test
  void everythingIsThereAfterReopening() {
    insert("a");
    database.close();
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    assertThat(count()).isEqualTo(1);
  }

  private void limit(int pages) {
    database.write(
        tx -> tx.find("PRAGMA max_page_count = " + pages, row -> row.number("max_page_count")));
  }

  @Test
  void aFullDiskIsToldAndNoTroubleOnceThereIsRoomAgain() {
    for (int time = 0; time < 2; time++) {
      String name = time + "x".repeat(500);
      limit(1);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  insert(name + i);
                }
              })
          .isInstanceOfSatisfying(
              Problem.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.DISK_FULL));
      assertThatThrownBy(() -> insert("y".repeat(100_000) + name))
          .isInstanceOfSatisfying(
              Problem.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.DISK_FULL));
      limit(1_000_000);
      long before = count();
      assertThat(insert("z" + time)).isEqualTo(1);
      assertThat(count()).isEqualTo(before + 1);
    }
  }
}
