package dev.rondo.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.testing.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Queue<String> order = new ConcurrentLinkedQueue<>();

  /// Asks for a turn, and waits for it.
  private Thread waiting(Turns turns, String name) {
    Thread thread = Thread.ofPlatform().start(() -> turns.take(() -> order.add(name)));
    Wait.until(name + " waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }

  @Test
  void theOthersComeAfterTheFewInTheOrderOfTheirComing() throws InterruptedException {
    Turns turns = new Turns(2, LONG);
    List<Thread> others =
        turns.take(() ->
            turns.take(() -> {
              order.add("two at once");
              return List.of(waiting(turns, "ann"), waiting(turns, "bob"));
            }));
    for (Thread other : others) {
      other.join();
    }
    assertThat(order).startsWith("two at once").contains("ann", "bob");
  }

  @Test
  void whoJustHadATurnOvertakesNobody() throws InterruptedException {
    Turns turns = new Turns(1, LONG);
    Thread ann = turns.take(() -> waiting(turns, "ann"));
    turns.take(() -> order.add("again"));
    ann.join();
    assertThat(order).containsExactly("ann", "again");
  }

  @Test
  void whoWaitsTooLongIsToldAndATurnThatFailsEnds() {
    Turns turns = new Turns(1, Duration.ZERO);
    assertThatThrownBy(() -> turns.take(() -> turns.take(() -> order.add("never"))))
        .isInstanceOfSatisfying(
            Problem.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.UNAVAILABLE));
    assertThat(turns.take(() -> order.add("after it"))).isTrue();
    assertThat(order).containsExactly("after it");
  }
}
