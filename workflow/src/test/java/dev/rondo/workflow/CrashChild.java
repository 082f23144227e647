package dev.rondo.workflow;

import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/// A process that runs one pipeline to its end, however often it is started: to be killed.
final class CrashChild {
  static final int LAYERS = 12;
  static final int WIDTH = 5;

  private CrashChild() {}

  static Pipeline pipeline() {
    List<TaskSpec> tasks = new ArrayList<>();
    for (int layer = 0; layer < LAYERS; layer++) {
      for (int i = 0; i < WIDTH; i++) {
        TaskSpec task = TaskSpec.of("t" + layer + "-" + i, "append");
        tasks.add(
            layer == 0
                ? task
                : task.withNeeds(
                    List.of(
                        "t" + (layer - 1) + "-" + i, "t" + (layer - 1) + "-" + (i + 1) % WIDTH)));
      }
    }
    return Pipeline.of("crash", tasks);
  }

  /// @param arguments the folder
  static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    InstantSource clock = InstantSource.system();
    Step append =
        context -> {
          context.log("about to append");
          LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
          Files.writeString(
              folder.resolve("effects"),
              context.idempotencyKey() + "\n",
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
          return StepResult.of(Map.of("task", context.taskId()));
        };
    try (Database database = SqliteDatabase.open(folder.resolve("t.db"), clock);
        Events events = new Events(database, clock);
        Engine engine =
            new Engine(
                database,
                events,
                IdSource.secure(clock),
                clock,
                Map.of("append", append),
                UnaryOperator.identity(),
                EngineOptions.DEFAULT.withMaxConcurrentTasks(2))) {
      engine.start();
      ExecutionId id =
          engine.submit(
              Callers.ALL,
              pipeline(),
              Map.of(),
              SubmitOptions.MANUAL.withIdempotencyKey("the-one"));
      System.out.println("up");
      engine.await(Callers.ALL, id, Duration.ofMinutes(1));
    }
  }
}
