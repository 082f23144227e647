package dev.rondo.bench;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.workflow.Engine;
import dev.rondo.workflow.EngineOptions;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.ExecutionStatus;
import dev.rondo.workflow.Pipeline;
import dev.rondo.workflow.StepResult;
import dev.rondo.workflow.SubmitOptions;
import dev.rondo.workflow.TaskSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Pipelines of many tasks that wait for nothing and do nothing: what is left is the engine and its
/// state, which is on disk before a task starts and after it ended.
final class FanOutBenchmark implements Benchmark {
  private static final String NAME = "workflow.fanout_tasks_per_second@";
  private static final List<Integer> WIDTHS = List.of(1_000, 10_000);
  private static final int RUNS = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Caller CALLER = Caller.platform("bench", new ProjectName("bench"));

  private final InstantSource clock;

  FanOutBenchmark(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String title() {
    return "the workflow engine's tasks a second, with durable state";
  }

  @Override
  public List<String> figures() {
    return WIDTHS.stream().map(width -> NAME + width).toList();
  }

  @Override
  public List<Figure> run() throws Exception {
    try (Scratch scratch = Scratch.open();
        Database database = SqliteDatabase.open(file(scratch), clock);
        Events events = new Events(database, clock);
        Engine engine = engine(database, events)) {
      engine.start();
      List<Figure> figures = new ArrayList<>();
      for (int width : WIDTHS) {
        Pipeline pipeline = pipeline(width);
        figures.add(
            new Figure(
                NAME + width, "1/s", Samples.of(RUNS, () -> width / seconds(engine, pipeline))));
      }
      return figures;
    }
  }

  private static Path file(Scratch scratch) {
    return scratch.folder().resolve("rondo.db");
  }

  private Engine engine(Database database, Events events) {
    return new Engine(
        database,
        events,
        new IdSource(clock, new Random(7)),
        clock,
        Map.of("nothing", _ -> StepResult.NOTHING),
        UnaryOperator.identity(),
        EngineOptions.DEFAULT);
  }

  private static Pipeline pipeline(int width) {
    return Pipeline.of(
        "fan-out",
        IntStream.range(0, width).mapToObj(i -> TaskSpec.of("t" + i, "nothing")).toList());
  }

  private static double seconds(Engine engine, Pipeline pipeline) {
    long start = System.nanoTime();
    Execution ended =
        engine.await(
            CALLER, engine.submit(CALLER, pipeline, Map.of(), SubmitOptions.MANUAL), PATIENCE);
    if (ended.status() != ExecutionStatus.SUCCEEDED) {
      throw Problem.conflict("The pipeline ended as %s.", ended.status());
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
