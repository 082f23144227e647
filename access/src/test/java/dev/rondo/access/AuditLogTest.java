package dev.rondo.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  @TempDir Path folder;
  private Database database;
  private Access access;
  private AuditLog audit;
  private Caller caller;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    access = new Access(database, new TestClock());
    audit = access.audit();
    caller = access.caller(new ProjectName("taxi"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void record(int count) {
    for (int i = 1; i <= count; i++) {
      audit.append(caller, "model.promote", "m" + i, Map.of("alias", "production", "n", 0.1 * i));
    }
  }

  private void sql(String statement) {
    database.write(tx -> tx.update(statement));
  }

  @Test
  void theLocalCallerIsTheAdministrator() {
    assertThat(caller.user()).isEqualTo(Access.LOCAL_USER);
    assertThat(caller.permissions()).containsExactlyInAnyOrder(Permission.values());
  }

  @Test
  void entriesAreChainedAndListedNewestFirst() {
    record(3);
    List<AuditEntry> latest = audit.latest(caller, 10);
    assertThat(latest).extracting(AuditEntry::subject).containsExactly("m3", "m2", "m1");
    assertThat(latest.get(0).previous()).isEqualTo(latest.get(1).digest());
    assertThat(latest.get(0).details().path("alias").stringValue()).isEqualTo("production");
    assertThat(audit.latest(caller, 1)).hasSize(1);
    assertThat(audit.verify(caller)).isEmpty();
  }

  @Test
  void everyAlteredColumnIsFound() {
    for (String change :
        List.of(
            "user = 'x'",
            "action = 'x'",
            "subject = 'x'",
            "at = at + 1",
            "details = '{}'",
            "previous = digest",
            "digest = previous")) {
      record(3);
      long first = audit.latest(caller, 3).getLast().sequence() + 1;
      assertThat(audit.verify(caller)).isEmpty();
      sql("UPDATE audit_entry SET " + change + " WHERE sequence = " + first);
      assertThat(audit.verify(caller)).as(change).contains(first);
      sql("DELETE FROM audit_entry");
      sql("DELETE FROM audit_end");
    }
  }

  @Test
  void aMissingEntryIsFoundAlsoAtTheEnds() {
    for (int missing : new int[] {1, 2, 3}) {
      record(3);
      sql("DELETE FROM audit_entry WHERE sequence = " + missing);
      assertThat(audit.verify(caller)).contains((long) missing);
      sql("DELETE FROM audit_entry");
      sql("DELETE FROM audit_end");
    }
  }

  @Test
  void manyAtOnceMakeOneChainOfSeveralPages() throws Exception {
    List<Thread> threads =
        IntStream.range(0, 8).mapToObj(_ -> Thread.ofVirtual().start(() -> record(260))).toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(audit.verify(caller)).isEmpty();
    assertThat(audit.latest(caller, 1).getFirst().sequence()).isEqualTo(2_080);
    sql("UPDATE audit_entry SET user = 'x' WHERE sequence = 2000");
    assertThat(audit.verify(caller)).contains(2_000L);
  }

  @Test
  void anEntryBelongsToItsTransaction() {
    assertThatThrownBy(() ->
            database.write(tx -> {
              audit.append(tx, caller, "model.promote", "m", Map.of());
              throw Problem.invalid("no");
            }))
        .isInstanceOf(Problem.class);
    assertThat(audit.latest(caller, 10)).isEmpty();
    assertThat(audit.verify(caller)).isEmpty();
  }

  @Test
  void projectsHaveChainsOfTheirOwn() {
    record(2);
    audit.append(Callers.ALL, "code.push", "c", Map.of());
    assertThat(audit.latest(Callers.ALL, 10)).extracting(AuditEntry::sequence).containsExactly(1L);
    assertThat(audit.verify(Callers.ALL)).isEmpty();
    assertThat(audit.verify(caller)).isEmpty();
  }

  @Test
  void onlyAdministratorsLook() {
    assertThatThrownBy(() -> audit.latest(Callers.NONE, 1)).hasMessageContaining("may not");
    assertThatThrownBy(() -> audit.verify(Callers.NONE)).hasMessageContaining("may not");
    assertThatThrownBy(() -> audit.latest(caller, 0)).hasMessageContaining("ask for 1 to 1000");
  }
}
