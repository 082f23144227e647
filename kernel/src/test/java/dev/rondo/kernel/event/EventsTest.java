package dev.rondo.kernel.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.kernel.testing.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
  @TempDir Path folder;
  private Database database;
  private Events events;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    events = new Events(database, new TestClock());
  }

  @AfterEach
  void close() {
    events.close();
    database.close();
  }

  private void publish(String type, int n) {
    database.write(tx -> {
      events.publish(tx, Callers.ALL, type, "s", Map.of("n", n));
      return true;
    });
  }

  @Test
  void aSubscriberReceivesItsTypesInOrder() {
    List<Long> seen = new CopyOnWriteArrayList<>();
    events.subscribe("c", Set.of("a.done"), e -> seen.add(e.data().get("n").asLong()));
    for (int i = 0; i < 500; i++) {
      publish(i % 2 == 0 ? "a.done" : "b.done", i);
    }
    Wait.until("all of a", () -> seen.size() == 250);
    assertThat(seen).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aFailedHandlerSeesTheSameEventAgain() {
    AtomicInteger tries = new AtomicInteger();
    events.subscribe(
        "c",
        Set.of("a.done"),
        _ -> {
          if (tries.incrementAndGet() == 1) {
            throw Problem.invalid("not yet");
          }
        });
    publish("a.done", 1);
    Wait.until("a second try", () -> tries.get() == 2);
  }

  @Test
  void aConsumerContinuesWhereItStopped() {
    List<Long> first = new CopyOnWriteArrayList<>();
    events.subscribe("c", Set.of("a.done"), e -> first.add(e.sequence()));
    publish("a.done", 1);
    Wait.until("the first", () -> first.size() == 1);
    events.close();
    events = new Events(database, new TestClock());
    publish("a.done", 2);
    List<Long> second = new CopyOnWriteArrayList<>();
    events.subscribe("c", Set.of("a.done"), e -> second.add(e.data().get("n").asLong()));
    Wait.until("the second", () -> !second.isEmpty());
    assertThat(second).containsExactly(2L);
  }

  @Test
  void settledMeansThatWhatFollowedIsHandledToo() {
    List<Long> last = new CopyOnWriteArrayList<>();
    events.subscribe("first", Set.of("a.done"), e -> publish("b.done", 1));
    events.subscribe("second", Set.of("b.done"), e -> publish("c.done", 2));
    events.subscribe("third", Set.of("c.done"), e -> last.add(e.sequence()));
    for (int i = 0; i < 20; i++) {
      publish("a.done", i);
      events.awaitSettled(Duration.ofSeconds(20));
      assertThat(last).hasSize(i + 1);
    }
  }

  @Test
  void aCursorIsKeptAndNobodyWaitsForIt() {
    Cursor cursor = events.cursor("slow", Set.of("a.done", "b.done"));
    publish("a.done", 1);
    publish("c.done", 2);
    publish("b.done", 3);
    events.awaitSettled(Duration.ofSeconds(20));
    List<Event> first = cursor.after(cursor.position(), 1);
    cursor.advance(first.getFirst().sequence());
    Cursor later = new Events(database, new TestClock()).cursor("slow", Set.of("a.done", "b.done"));
    assertThat(later.count(later.position())).isEqualTo(1);
    assertThat(later.after(later.position(), 10))
        .extracting(event -> event.data().get("n").asInt())
        .containsExactly(3);
  }

  @Test
  void theEventsOfSomeTypesFromATimeOn() {
    TestClock clock = new TestClock();
    Events timed = new Events(database, clock);
    for (int i = 0; i < 4; i++) {
      database.write(tx -> {
        timed.publish(tx, Callers.ALL, "a.done", "s", Map.of());
        return true;
      });
      clock.advance(Duration.ofHours(1));
    }
    Instant from = clock.instant().minus(Duration.ofHours(2));
    assertThat(timed.since(Callers.ALL, Set.of("a.done"), from, 0, 10)).hasSize(2);
    assertThat(timed.since(Callers.ALL, Set.of("a.done"), from, 3, 10)).hasSize(1);
    assertThat(timed.since(Callers.ALL, Set.of("b.done"), Instant.EPOCH, 0, 10)).isEmpty();
  }

  @Test
  void aFactOfAFailedTransactionWasNeverThere() {
    assertThatThrownBy(() ->
            database.write(tx -> {
              events.publish(tx, Callers.ALL, "a.done", "s", Map.of());
              throw Problem.invalid("no");
            }))
        .isInstanceOf(Problem.class);
    assertThat(events.latest(Callers.ALL, 10)).isEmpty();
  }
}
