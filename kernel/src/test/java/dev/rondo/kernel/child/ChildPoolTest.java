package dev.rondo.kernel.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildPoolTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;

  private ChildPool pool(Duration idle) {
    return new ChildPool(
        new ChildCommand(Jobs.class.getName(), List.of("-Xmx64m", "-XX:+UseSerialGC"), folder),
        1,
        idle);
  }

  @Test
  void oneWarmChildDoesManyJobs() {
    try (ChildPool pool = pool(LONG)) {
      long first = pool.call("echo", Json.object().put("n", 1), LONG).get("pid").asLong();
      var answer = pool.call("echo", Json.object().put("n", 2), LONG);
      assertThat(answer.get("n").asInt()).isEqualTo(2);
      assertThat(answer.get("pid").asLong()).isEqualTo(first);
    }
  }

  @Test
  void aJobsProblemArrivesWithItsCode() {
    try (ChildPool pool = pool(LONG)) {
      assertThatThrownBy(() -> pool.call("refuse", Json.object(), LONG))
          .isInstanceOfSatisfying(
              Problem.class,
              p -> {
                assertThat(p.code()).isEqualTo(ProblemCode.CONFLICT);
                assertThat(p.text()).isEqualTo("no");
              });
    }
  }

  @Test
  void aDeadChildIsReportedWithItsLastWordsAndReplaced() {
    try (ChildPool pool = pool(LONG)) {
      assertThatThrownBy(() -> pool.call("die", Json.object(), LONG))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("exit 7")
          .hasMessageContaining("famous last words");
      assertThat(pool.call("echo", Json.object(), LONG).has("pid")).isTrue();
    }
  }

  @Test
  void aLateJobIsKilled() {
    try (ChildPool pool = pool(LONG)) {
      assertThatThrownBy(() -> pool.call("hang", Json.object(), Duration.ofMillis(300)))
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.code()).isEqualTo(ProblemCode.TIMED_OUT));
      assertThat(pool.processIds()).isEmpty();
    }
  }

  @Test
  void idleChildrenAreEnded() {
    try (ChildPool pool = pool(Duration.ofMillis(100))) {
      long pid = pool.call("echo", Json.object(), LONG).get("pid").asLong();
      Wait.until("the child ends", () -> ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true));
    }
  }

  /// The child's side.
  static final class Jobs {
    public static void main(String[] arguments) throws Exception {
      ChildMain.serve(
          Map.of(
              "echo", request -> request.put("pid", ProcessHandle.current().pid()),
              "refuse",
                  _ -> {
                    throw Problem.conflict("no");
                  },
              "hang",
                  request -> {
                    new CountDownLatch(1).await();
                    return request;
                  },
              "die",
                  request -> {
                    System.err.println("famous last words");
                    System.exit(7);
                    return request;
                  }));
    }
  }
}
