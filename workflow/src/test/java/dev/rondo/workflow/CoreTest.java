package dev.rondo.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoreTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final EngineOptions OPTIONS = new EngineOptions(10, Duration.ofSeconds(30), 1);
  private static final Failure BAD = new Failure(ProblemCode.UNAVAILABLE, "bad");

  private Instant now = T0;
  private ExecutionState state;

  private void pipeline(TaskSpec... tasks) {
    state = ExecutionState.fresh(Graph.of(Pipeline.of("p", List.of(tasks))), Json.object());
  }

  private List<Command> after(Signal... signals) {
    Decision decision = Core.decide(OPTIONS, state, List.of(signals), now);
    state = decision.state();
    return decision.commands();
  }

  private static Signal succeeded(int task, int attempt) {
    return new Signal.Succeeded(task, attempt, Signal.Outcome.of(Json.object().put("n", attempt)));
  }

  private static Signal failed(int task, int attempt) {
    return new Signal.Failed(task, attempt, BAD);
  }

  private static Signal slots(int count) {
    return new Signal.Slots(count);
  }

  private static List<Integer> started(List<Command> commands) {
    return commands.stream()
        .filter(Command.Start.class::isInstance)
        .map(command -> ((Command.Start) command).task())
        .toList();
  }

  @Test
  void theGivenStateIsNeverChanged() {
    pipeline(TaskSpec.of("a", "s"));
    ExecutionState before = state;
    after(slots(1));
    assertThat(before.task(0)).isEqualTo(TaskState.PENDING);
    assertThat(before.readyCount()).isEqualTo(1);
    assertThat(state.task(0)).isInstanceOf(TaskState.Running.class);
  }

  @Test
  void tasksStartInTheirOrderAsFarAsSlotsGo() {
    pipeline(
        TaskSpec.of("a", "s").withNeeds(List.of("c")),
        TaskSpec.of("b", "s"),
        TaskSpec.of("c", "s"),
        TaskSpec.of("d", "s"));
    assertThat(started(after())).isEmpty();
    assertThat(started(after(slots(2)))).containsExactly(1, 2);
    assertThat(started(after(succeeded(2, 1), slots(1)))).containsExactly(0);
    assertThat(started(after(slots(5)))).containsExactly(3);
  }

  @Test
  void aResultIsAcceptedOnceAndFromTheCurrentAttemptAlone() {
    pipeline(TaskSpec.of("a", "s"), TaskSpec.of("b", "s").withNeeds(List.of("a")));
    after(slots(1));
    after(new Signal.Lost(0, 1), slots(1));
    assertThat(after(succeeded(0, 1))).containsExactly(new Command.Refuse(0, 1));
    assertThat(after(failed(0, 1))).containsExactly(new Command.Refuse(0, 1));
    assertThat(after(succeeded(0, 2))).singleElement().isInstanceOf(Command.End.class);
    assertThat(after(succeeded(0, 2))).containsExactly(new Command.Refuse(0, 2));
    assertThat(state.task(0)).isEqualTo(new TaskState.Succeeded(Json.object().put("n", 2)));
  }

  @Test
  void theWaitDoublesWithEachFailure() {
    Retry retry = new Retry(4, Duration.ofSeconds(10), Retry.On.TRANSIENT);
    pipeline(TaskSpec.of("a", "s").withRetry(retry));
    for (int n = 1; n <= 3; n++) {
      assertThat(started(after(slots(1)))).containsExactly(0);
      after(failed(0, n));
      Duration wait = Duration.ofSeconds(5L << n);
      assertThat(state.wake()).contains(now.plus(wait));
      now = now.plus(wait).minusMillis(1);
      assertThat(started(after(slots(1)))).isEmpty();
      now = now.plusMillis(1);
    }
    after(slots(1));
    assertThat(after(failed(0, 4))).last().isEqualTo(new Command.Finish(ExecutionStatus.FAILED));
  }

  @Test
  void theWaitIsNeverLongerThanAnHour() {
    Retry retry = new Retry(100, Duration.ofSeconds(10), Retry.On.ALL);
    assertThat(retry.wait(9)).isEqualTo(Duration.ofSeconds(2_560));
    assertThat(retry.wait(10)).isEqualTo(Duration.ofHours(1));
    assertThat(retry.wait(99)).isEqualTo(Duration.ofHours(1));
    assertThat(new Retry(9, Duration.ZERO, Retry.On.ALL).wait(5)).isZero();
  }

  @Test
  void aLeaseThatIsNotRenewedIsALossAndNotAFailure() {
    pipeline(TaskSpec.of("a", "s"));
    after(slots(1));
    now = now.plusSeconds(20);
    after(new Signal.Renewed(0, 1));
    now = now.plusSeconds(30);
    assertThat(after()).isEmpty();
    now = now.plusMillis(1);
    List<Command> commands = after(slots(1));
    assertThat(commands).contains(new Command.Interrupt(0, 1));
    assertThat(started(commands)).containsExactly(0);
    assertThat(state.entries[0].failures()).isZero();
    assertThat(after(new Signal.Lost(0, 2)))
        .as("one loss is allowed")
        .last()
        .isEqualTo(new Command.Finish(ExecutionStatus.FAILED));
  }

  @Test
  void aSignOfLifeThatComesTogetherWithTheClockIsInTime() {
    pipeline(TaskSpec.of("a", "s"));
    after(slots(1));
    now = now.plusSeconds(300);
    after(new Signal.Renewed(0, 1));
    assertThat(state.task(0)).isInstanceOf(TaskState.Running.class);
  }

  @Test
  void aTimeoutIsAFailure() {
    pipeline(
        TaskSpec.of("a", "s")
            .withTimeout(Duration.ofSeconds(5))
            .withRetry(new Retry(2, Duration.ZERO, Retry.On.TRANSIENT)));
    after(slots(1));
    now = now.plusSeconds(5);
    List<Command> commands = after(slots(1));
    assertThat(commands).contains(new Command.Interrupt(0, 1));
    assertThat(started(commands)).containsExactly(0);
    now = now.plusSeconds(5);
    assertThat(after()).last().isEqualTo(new Command.Finish(ExecutionStatus.FAILED));
  }

  @Test
  void cancelEndsEverythingThatHasNotEnded() {
    pipeline(
        TaskSpec.of("a", "s"),
        TaskSpec.of("b", "s"),
        TaskSpec.of("c", "s").withNeeds(List.of("a")));
    after(slots(2));
    after(succeeded(0, 1));
    List<Command> commands = after(new Signal.Cancel(), slots(9), succeeded(1, 1));
    assertThat(started(commands)).isEmpty();
    assertThat(commands)
        .contains(new Command.Interrupt(1, 1), new Command.Refuse(1, 1))
        .last()
        .isEqualTo(new Command.Finish(ExecutionStatus.CANCELLED));
    assertThat(state.task(0).status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(after(slots(9), failed(1, 1))).containsExactly(new Command.Refuse(1, 1));
  }

  @Test
  void whatCanNoLongerStartIsSkippedAtOnce() {
    pipeline(
        TaskSpec.of("a", "s"),
        TaskSpec.of("b", "s").withNeeds(List.of("a", "d")),
        TaskSpec.of("c", "s").withNeeds(List.of("b")),
        TaskSpec.of("d", "s"));
    after(slots(2));
    after(failed(0, 1));
    assertThat(state.task(2).status()).isEqualTo(TaskStatus.SKIPPED);
    assertThat(after(succeeded(3, 1))).last().isEqualTo(new Command.Finish(ExecutionStatus.FAILED));
  }
}
