package dev.rondo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              new Column("n", ColumnType.BIGINT),
              new Column("x", ColumnType.DOUBLE),
              new Column("name", ColumnType.VARCHAR),
              new Column("at", ColumnType.TIMESTAMP),
              new Column("day", ColumnType.DATE),
              new Column("ok", ColumnType.BOOLEAN)));

  @TempDir Path folder;
  private Database database;
  private Tables tables;
  private SqlSession session;

  @BeforeEach
  void open() throws Exception {
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    tables =
        new Tables(
            database, new IdSource(new TestClock(), new Random(1)), folder.resolve("tables"));
    SqlEngine engine = new SqlEngine(256, 1, Files.createDirectories(folder.resolve("tmp")));
    session = engine.open(List.of(tables.folder(Callers.ALL)));
    tables.create(Callers.ALL, "t", SCHEMA);
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  private static String rows(int from, int to) {
    return """
    (SELECT range AS n, range / 3 AS x, 'é''"' || range AS name,
       TIMESTAMP '2020-01-01' + INTERVAL (range) HOUR AS "at",
       DATE '2020-01-01' AS "day", CASE WHEN range %% 2 = 0 THEN range %% 3 = 0 END AS ok
     FROM range(%d, %d))\
    """
        .formatted(from, to);
  }

  private Snapshot append(int from, int to) {
    return tables
        .append(
            Callers.ALL,
            session,
            "t",
            rows(from, to),
            Commit.of(from + "-" + to, Map.of("day", "d")))
        .orElseThrow();
  }

  private long count(Snapshot snapshot) {
    return session
        .query("SELECT count(*) FROM " + tables.scan(Callers.ALL, snapshot), r -> r.number(1))
        .getFirst();
  }

  @Test
  void everySnapshotStaysReadable() {
    Snapshot first = append(0, 10);
    Snapshot second = append(10, 30);
    assertThat(first.rows()).isEqualTo(10);
    assertThat(second.rows()).isEqualTo(30);
    assertThat(count(first)).isEqualTo(10);
    assertThat(count(second)).isEqualTo(30);
    assertThat(tables.current(Callers.ALL, "t")).contains(second);
    assertThat(second.facts()).containsEntry("day", "d");
  }

  @Test
  void theDigestIsOfTheContentWhateverTheCommits() {
    append(0, 10);
    Snapshot two = append(10, 30);
    tables.create(Callers.ALL, "u", SCHEMA);
    Snapshot one =
        tables
            .append(Callers.ALL, session, "u", rows(0, 30), Commit.of("k", Map.of()))
            .orElseThrow();
    assertThat(one.digest()).isEqualTo(two.digest());
    assertThat(append(30, 31).digest()).isNotEqualTo(two.digest());
  }

  @Test
  void theSameKeyCommitsOnce() {
    Snapshot first = append(0, 10);
    assertThat(append(0, 10)).isEqualTo(first);
    assertThat(tables.current(Callers.ALL, "t").orElseThrow().rows()).isEqualTo(10);
  }

  @Test
  void changesThatBelongToTheCommitComeOrFailWithIt() {
    Commit failing =
        new Commit(
            "k",
            Map.of(),
            (_, _) -> {
              throw Problem.invalid("no");
            });
    assertThatThrownBy(() -> tables.append(Callers.ALL, session, "t", rows(0, 5), failing))
        .isInstanceOf(Problem.class);
    assertThat(tables.current(Callers.ALL, "t")).isEmpty();
    assertThat(append(0, 5).rows()).isEqualTo(5);
  }

  @Test
  void changesThatBelongToACommitKnowItsSnapshot() {
    List<Long> told = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Commit commit = new Commit("k" + i, Map.of(), (_, sequence) -> told.add(sequence));
      Snapshot made =
          tables.append(Callers.ALL, session, "t", rows(i, i + 1), commit).orElseThrow();
      assertThat(told.getLast()).isEqualTo(made.sequence());
      tables.compact(Callers.ALL, session, "t");
    }
  }

  @Test
  void whatSnapshotsAddedIsReadAlsoAfterFilesWereJoined() {
    Snapshot first = append(0, 10);
    for (int i = 10; i < 50; i++) {
      append(i, i + 1);
    }
    Snapshot middle = tables.compact(Callers.ALL, session, "t").orElseThrow();
    Snapshot last = append(50, 57);
    assertThat(added(Optional.empty(), last)).isEqualTo(57);
    assertThat(added(Optional.of(first), last)).isEqualTo(47);
    assertThat(added(Optional.of(middle), last)).isEqualTo(7);
    assertThat(added(Optional.of(first), middle)).isEqualTo(40);
    assertThat(added(Optional.of(last), last)).isZero();
  }

  private long added(Optional<Snapshot> after, Snapshot upTo) {
    String rows = tables.scanAdded(Callers.ALL, after, upTo);
    return session.query("SELECT count(*) FROM " + rows, r -> r.number(1)).getFirst();
  }

  @Test
  void aScanByTimeReadsOnlyTheFilesThatCanMatch() {
    append(0, 24);
    append(24, 48);
    Snapshot last = append(48, 72);
    String scan =
        tables.scan(
            Callers.ALL,
            last,
            "at",
            Instant.parse("2020-01-02T00:00:00Z"),
            Instant.parse("2020-01-03T00:00:00Z"));
    assertThat(scan.split("\\.parquet")).hasSize(2);
    assertThat(session.query("SELECT count(*) FROM " + scan, r -> r.number(1)))
        .containsExactly(24L);
  }

  @Test
  void scansFromSeveralTimesAreThoseOfEach() {
    append(0, 24);
    append(24, 48);
    append(48, 72);
    Snapshot last = append(72, 96);
    Instant to = Instant.parse("2020-01-04T00:00:00Z");
    List<Instant> froms =
        Stream.of("2020-01-03", "2020-01-01", "2020-01-04", "2020-01-02")
            .map(day -> Instant.parse(day + "T00:00:00Z"))
            .toList();
    assertThat(tables.scans(Callers.ALL, last, "at", froms, to))
        .containsExactlyElementsOf(
            froms.stream().map(from -> tables.scan(Callers.ALL, last, "at", from, to)).toList());
  }

  @Test
  void compactingKeepsContentAndOldSnapshots() {
    Snapshot first = append(0, 1);
    for (int i = 1; i < 40; i++) {
      append(i, i + 1);
    }
    Snapshot before = tables.current(Callers.ALL, "t").orElseThrow();
    tables.compact(Callers.ALL, session, "t");
    Snapshot after = tables.current(Callers.ALL, "t").orElseThrow();
    assertThat(after.digest()).isEqualTo(before.digest());
    assertThat(after.facts()).isEqualTo(before.facts()).containsEntry("day", "d");
    assertThat(tables.scan(Callers.ALL, after).split("\\.parquet")).hasSize(2);
    assertThat(count(after)).isEqualTo(40);
    assertThat(count(before)).isEqualTo(40);
    assertThat(count(first)).isEqualTo(1);
    assertThat(append(40, 41).rows()).isEqualTo(41);
  }

  @Test
  void everythingIsThereAfterReopening() {
    Snapshot snapshot = append(0, 10);
    Tables again =
        new Tables(
            database, new IdSource(new TestClock(), new Random(2)), folder.resolve("tables"));
    assertThat(again.current(Callers.ALL, "t")).contains(snapshot);
  }

  @Test
  void anEmptyAppendCommitsNothing() {
    assertThat(tables.append(Callers.ALL, session, "t", rows(5, 5), Commit.of("k", Map.of())))
        .isEmpty();
  }

  @Test
  void otherColumnsAreAConflict() {
    assertThatThrownBy(() ->
            tables.create(
                Callers.ALL, "t", new TableSchema(List.of(new Column("n", ColumnType.DOUBLE)))))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("other columns");
  }

  @Test
  void aCallerWithoutRightsReadsNothing() {
    assertThatThrownBy(() -> tables.current(Callers.NONE, "t")).isInstanceOf(Problem.class);
  }
}
