package dev.rondo.training;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.child.ChildPool;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.node.ObjectNode;

/// Trains and scores in child processes; waits its turn when all of them are busy. Thread-safe.
public final class Trainer {
  /// What a training child needs from its JVM; the trees themselves live outside of its heap.
  public static final List<String> JVM_OPTIONS =
      List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private final ChildPool pool;
  private final Path folder;

  /// @param pool of children that know the jobs [TrainJob] and [ScoreJob] by their names
  /// @param folder where results are made
  public Trainer(ChildPool pool, Path folder) {
    this.pool = pool;
    this.folder = folder;
  }

  /// Trains every candidate, side by side as far as there are free processes. Nothing is left
  /// behind when one fails.
  ///
  /// @throws Problem `invalid-request` or `invalid-data` for what the matrix or a plan has wrong;
  ///   `timed-out`; `unavailable` when the process died, with its last words
  public TrainingResult train(Caller caller, TrainingRequest request) {
    caller.require(Permission.RUN_PIPELINES);
    Path output = newFolder();
    try {
      return TrainingResult.of(request, output, answers(request, output));
    } catch (Problem e) {
      TrainingResult.delete(output);
      throw failed("Training on '" + request.matrix().getFileName() + "' failed: ", e);
    }
  }

  /// One answer for each candidate, in order. A failure ends the others.
  private List<ObjectNode> answers(TrainingRequest request, Path output) {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ObjectNode>> running = new ArrayList<>();
      for (Plan plan : request.candidates()) {
        ObjectNode job = request.json(plan, output);
        running.add(callers.submit(() -> pool.call(TrainJob.NAME, job, request.timeout())));
      }
      try {
        List<ObjectNode> answers = new ArrayList<>();
        for (Future<ObjectNode> call : running) {
          answers.add(call.get());
        }
        return answers;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        callers.shutdownNow();
        throw Problem.wrap(ProblemCode.CANCELLED, "The training was cancelled.", e);
      } catch (ExecutionException e) {
        callers.shutdownNow();
        throw e.getCause() instanceof Problem problem ? problem : new IllegalStateException(e);
      }
    }
  }

  /// XGBoost's own predictions, row by row.
  ///
  /// @param model as [Candidate#model] names it
  public float[] score(Caller caller, Path matrix, Path model, Duration timeout) {
    caller.require(Permission.RUN_PIPELINES);
    Path output = newFolder();
    try {
      Path file = output.resolve("predictions");
      ObjectNode request =
          Json.object()
              .put("matrix", matrix.toAbsolutePath().toString())
              .put("model", model.toAbsolutePath().toString())
              .put("output", file.toString());
      pool.call(ScoreJob.NAME, request, timeout);
      try (Matrix predictions = Matrix.open(file)) {
        return predictions.column(0);
      }
    } catch (Problem e) {
      throw failed("Scoring '" + matrix.getFileName() + "' failed: ", e);
    } finally {
      TrainingResult.delete(output);
    }
  }

  private static Problem failed(String what, Problem e) {
    String advice =
        e.code() == ProblemCode.UNAVAILABLE
            ? " Try fewer rows, a smaller max_depth or max_bin, or more memory."
            : "";
    return Problem.wrap(e.code(), what + e.text() + advice, e);
  }

  private Path newFolder() {
    try {
      Files.createDirectories(folder);
      return Files.createTempDirectory(folder.toAbsolutePath(), "training-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
