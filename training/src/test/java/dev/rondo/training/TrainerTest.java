package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.child.ChildCommand;
import dev.rondo.kernel.child.ChildMain;
import dev.rondo.kernel.child.ChildPool;
import dev.rondo.kernel.testing.Callers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final RowRange NONE = new RowRange(0, 0);

  @TempDir Path folder;
  private ChildPool pool;
  private Trainer trainer;
  private Path matrix;

  @BeforeEach
  void start() {
    pool = pool();
    trainer = new Trainer(pool, folder.resolve("work"));
    matrix = Samples.write(folder.resolve("matrix"), 3_000, 6, 42);
  }

  @AfterEach
  void stop() {
    pool.close();
  }

  private ChildPool pool() {
    return new ChildPool(
        new ChildCommand(Jobs.class.getName(), Trainer.JVM_OPTIONS, folder), 1, LONG);
  }

  private static Parameters parameters(int rounds, int threads) {
    return new Parameters(
        Objective.ABSOLUTE_ERROR, rounds, 0.2, 5, 2, 0.8, 0.8, 64, 1, 11, threads);
  }

  private TrainingRequest request(Plan... plans) {
    return new TrainingRequest(
        matrix, List.of(plans), Map.of("late", new RowRange(2_500, 3_000)), LONG);
  }

  private static Plan plan(String name, Parameters parameters) {
    return new Plan(name, new RowRange(0, 2_000), new RowRange(2_000, 2_500), parameters);
  }

  @Test
  void learnsAndReportsErrorsHistoryAndImportance() {
    try (TrainingResult result =
        trainer.train(Callers.ALL, request(plan("a", parameters(40, 2))))) {
      Candidate a = result.candidates().getFirst();
      assertThat(a.errors()).containsOnlyKeys("train", "validation", "late");
      assertThat(a.errors().get("late").rows()).isEqualTo(500);
      assertThat(a.errors().get("late").mae()).isLessThan(2);
      assertThat(a.errors().get("late").rmse()).isGreaterThan(a.errors().get("late").mae());
      assertThat(a.history().get("train")).hasSize(40);
      assertThat(a.history().get("validation").getLast())
          .isCloseTo(a.errors().get("validation").mae(), within(1e-3));
      assertThat(a.importance()).containsOnlyKeys(Samples.names(6));
      assertThat(a.importance().values().stream().mapToDouble(x -> x).sum())
          .isCloseTo(1, within(1e-9));
      assertThat(a.model()).isRegularFile();
      assertThat(a.onnx()).isRegularFile();
    }
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void sameInputsGiveTheSameBytesInAnyProcessWithAnyThreads() {
    try (TrainingResult first = trainer.train(Callers.ALL, request(plan("a", parameters(30, 2))));
        ChildPool other = pool();
        TrainingResult second =
            new Trainer(other, folder.resolve("work2"))
                .train(Callers.ALL, request(plan("a", parameters(30, 1))))) {
      Candidate a = first.candidates().getFirst();
      Candidate b = second.candidates().getFirst();
      assertThat(a.model()).hasSameBinaryContentAs(b.model());
      assertThat(a.onnx()).hasSameBinaryContentAs(b.onnx());
      assertThat(a.errors()).isEqualTo(b.errors());
      assertThat(a.importance()).isEqualTo(b.importance());
      assertThat(first.matrixDigest()).isEqualTo(second.matrixDigest());
    }
  }

  @Test
  void aCandidateDoesNotDependOnItsNeighbours() {
    Plan a = plan("a", parameters(20, 2));
    Parameters wide = new Parameters(Objective.SQUARED_ERROR, 20, 0.1, 8, 1, 1, 1, 256, 1, 3, 2);
    Plan c = new Plan("c", new RowRange(500, 2_000), NONE, parameters(20, 2));
    try (TrainingResult alone = trainer.train(Callers.ALL, request(a));
        TrainingResult together =
            trainer.train(Callers.ALL, request(plan("b", wide), a, c, plan("d", wide)))) {
      assertThat(together.candidates())
          .extracting(x -> x.plan().name())
          .containsExactly("b", "a", "c", "d");
      assertThat(together.candidates().get(1).modelDigest())
          .isEqualTo(alone.candidates().getFirst().modelDigest());
      assertThat(together.candidates().get(3).modelDigest())
          .isEqualTo(together.candidates().get(0).modelDigest());
      assertThat(together.candidates().get(2).errors()).doesNotContainKey("validation");
    }
  }

  @Test
  void scoresAsTheTrainingSaw() {
    try (TrainingResult result = trainer.train(Callers.ALL, request(plan("a", parameters(20, 2))));
        Matrix rows = Matrix.open(matrix)) {
      Candidate a = result.candidates().getFirst();
      float[] scores = trainer.score(Callers.ALL, matrix, a.model(), LONG);
      float[] late = Arrays.copyOfRange(scores, 2_500, 3_000);
      assertThat(Errors.of(late, rows.slice(2_500, 3_000).labels()))
          .isEqualTo(a.errors().get("late"));
      Path narrow = Samples.write(folder.resolve("narrow"), 10, 2, 1);
      assertThatThrownBy(() -> trainer.score(Callers.ALL, narrow, a.model(), LONG))
          .hasMessageContaining("takes 6 features, and the matrix has 2");
      assertThatThrownBy(() -> trainer.score(Callers.ALL, matrix, matrix, LONG))
          .hasMessageContaining("is not an XGBoost model");
    }
  }

  @Test
  void refusesWhatCannotBeTrainedAndLeavesNothing() {
    refused(request(new Plan("a", new RowRange(0, 9_999), NONE, Parameters.DEFAULT)), "3000 rows");
    refused(request(new Plan("a", NONE, NONE, Parameters.DEFAULT)), "at least one is needed");
    MatrixWriter.write(
        matrix,
        List.of("x"),
        "y",
        List.of(new float[] {1, Float.POSITIVE_INFINITY}, new float[] {2, 2}));
    refused(
        new TrainingRequest(
            matrix,
            List.of(new Plan("a", new RowRange(0, 2), NONE, Parameters.DEFAULT)),
            Map.of(),
            LONG),
        "Row 1 has Infinity in column 'x'");
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  private void refused(TrainingRequest request, String why) {
    assertThatThrownBy(() -> trainer.train(Callers.ALL, request))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(why);
  }

  @Test
  void aCallerWithoutTheRightIsRefused() {
    assertThatThrownBy(() -> trainer.train(Callers.NONE, request(plan("a", parameters(1, 1)))))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.code()).isEqualTo(ProblemCode.FORBIDDEN));
  }

  @Test
  void aDyingProcessIsToldAndTheNextTrainingWorks() {
    try (ChildPool dying =
        new ChildPool(new ChildCommand(Dying.class.getName(), List.of(), folder), 1, LONG)) {
      assertThatThrownBy(() ->
              new Trainer(dying, folder.resolve("work"))
                  .train(Callers.ALL, request(plan("a", parameters(1, 1)))))
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.code()).isEqualTo(ProblemCode.UNAVAILABLE))
          .hasMessageStartingWith("Training on 'matrix' failed: ")
          .hasMessageContaining("exit 9");
    }
    assertThat(folder.resolve("work")).isEmptyDirectory();
    try (TrainingResult result = trainer.train(Callers.ALL, request(plan("a", parameters(2, 1))))) {
      assertThat(result.candidates()).hasSize(1);
    }
  }

  @Test
  void aLateTrainingIsEnded() {
    TrainingRequest request =
        new TrainingRequest(
            matrix, List.of(plan("a", parameters(10_000, 1))), Map.of(), Duration.ofMillis(1_500));
    assertThatThrownBy(() -> trainer.train(Callers.ALL, request))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.code()).isEqualTo(ProblemCode.TIMED_OUT));
  }

  @Test
  void theUnpackedLibraryIsRemovedAtOnce() throws IOException {
    try (TrainingResult _ = trainer.train(Callers.ALL, request(plan("a", parameters(1, 1))));
        var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .noneMatch(name -> name.contains("xgboost"));
    }
  }

  /// The child's side.
  static final class Jobs {
    public static void main(String[] arguments) throws IOException {
      ChildMain.serve(TrainingJobs.byName());
    }
  }

  /// A child that does not survive its first job.
  static final class Dying {
    public static void main(String[] arguments) throws IOException {
      ChildMain.serve(
          Map.of(
              TrainJob.NAME,
              request -> {
                Runtime.getRuntime().halt(9);
                return request;
              }));
    }
  }
}
