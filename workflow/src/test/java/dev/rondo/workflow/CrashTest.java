package dev.rondo.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a real process that runs a pipeline, at random moments, and starts it again.
class CrashTest {
  private static final int KILLS = 10;

  @TempDir Path folder;

  /// What the store says of the one execution.
  private record Seen(Execution execution, List<Task> tasks, Map<String, List<Attempt>> attempts) {}

  @Test
  void afterTenKillsEveryTaskIsDoneAndNoneThatWasFinishedIsDoneAgain() throws Exception {
    Random random = new Random(20_260_101);
    Map<String, Integer> effectsOfFinished = new TreeMap<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      runAndKill(random.nextInt(150));
      for (Task task : seen().tasks()) {
        if (task.status() == TaskStatus.SUCCEEDED) {
          effectsOfFinished.putIfAbsent(task.id(), effects(task.id()));
        }
      }
    }
    assertThat(effectsOfFinished).as("some were done before the last start").isNotEmpty();
    assertThat(start().waitFor()).isZero();
    Seen end = seen();
    assertThat(end.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    effectsOfFinished.forEach((task, count) ->
        assertThat(effects(task)).as("a finished task is done again: " + task).isEqualTo(count));
    end.tasks().forEach(task -> checkTask(task, end.attempts().getOrDefault(task.id(), List.of())));
  }

  private void checkTask(Task task, List<Attempt> attempts) {
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(effects(task.id())).isBetween(1, attempts.size());
    assertThat(attempts.getLast().status()).isEqualTo(AttemptStatus.SUCCEEDED);
    assertThat(attempts.subList(0, attempts.size() - 1))
        .allMatch(attempt -> attempt.status() == AttemptStatus.LOST);
  }

  private void runAndKill(int millis) throws Exception {
    Process process = start();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("up");
      LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            CrashChild.class.getName(),
            folder.toString())
        .redirectError(folder.resolve("errors").toFile())
        .start();
  }

  /// Looks into the store of the dead process; the engine that looks is never started.
  private Seen seen() {
    InstantSource clock = InstantSource.system();
    try (Database database = SqliteDatabase.open(folder.resolve("t.db"), clock);
        Events events = new Events(database, clock);
        Engine engine =
            new Engine(
                database,
                events,
                IdSource.secure(clock),
                clock,
                Map.of(),
                UnaryOperator.identity(),
                EngineOptions.DEFAULT)) {
      List<Execution> all = engine.list(Callers.ALL, ExecutionQuery.newest(10));
      assertThat(all).hasSize(1);
      ExecutionId id = all.getFirst().id();
      Map<String, List<Attempt>> attempts = new TreeMap<>();
      List<Task> tasks = engine.tasks(Callers.ALL, id);
      tasks.forEach(task -> attempts.put(task.id(), engine.attempts(Callers.ALL, id, task.id())));
      return new Seen(all.getFirst(), tasks, attempts);
    }
  }

  private int effects(String task) {
    try {
      Path file = folder.resolve("effects");
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : new ArrayList<>();
      return Collections.frequency(lines.stream().map(l -> l.replaceAll(".*/", "")).toList(), task);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
