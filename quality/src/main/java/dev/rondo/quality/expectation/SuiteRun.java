package dev.rondo.quality.expectation;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Judges a batch by a suite: all expectations go forward together, round by round. In each round
/// every one says which figures it needs, all of them are measured together, and every one goes on
/// with its own. Most are done after the first, those with examples to show after the second.
public final class SuiteRun {
  private final Batch batch;
  private final Surroundings around;
  private final Answers answers = new Answers();
  private final Sides sides;
  private final List<Course> courses = new ArrayList<>();

  private SuiteRun(
      Batch batch,
      List<ExpectationConfig> expectations,
      ResultFormat format,
      Surroundings around,
      List<Pass> passes) {
    this.batch = batch;
    this.around = around;
    this.sides = new Sides(batch, answers, passes);
    for (ExpectationConfig config : expectations) {
      courses.add(new Course(config, format));
    }
    courses.forEach(Course::start);
  }

  /// What came of a run.
  ///
  /// @param results in the suite's order
  /// @param passes the statements that were run
  public record Outcome(List<ExpectationResult> results, List<Pass> passes) {
    public Outcome {
      results = List.copyOf(results);
      passes = List.copyOf(passes);
    }
  }

  /// Runs a suite. What goes wrong with one expectation is told in its result.
  ///
  /// @param around what is known beside the batch
  public static Outcome of(
      Batch batch, List<ExpectationConfig> expectations, ResultFormat format, Surroundings around) {
    List<Pass> passes = new ArrayList<>();
    SuiteRun run = new SuiteRun(batch, expectations, format, around, passes);
    List<BatchColumn> notNumbers = run.sides.notNumbers(run.wanted());
    SuiteRun right =
        notNumbers.isEmpty()
            ? run
            : new SuiteRun(batch.withMissing(notNumbers), expectations, format, around, passes);
    return new Outcome(right.results(), passes);
  }

  /// Runs a suite of which nothing looks beyond the batch.
  ///
  /// @param now the time that ages are measured at
  public static Outcome of(
      Batch batch, List<ExpectationConfig> expectations, ResultFormat format, EventTime now) {
    return of(batch, expectations, format, Surroundings.at(now));
  }

  private List<ExpectationResult> results() {
    SequencedSet<Metric> wanted = wanted();
    while (!wanted.isEmpty()) {
      sides.measure(wanted);
      courses.forEach(Course::goOn);
      wanted = wanted();
    }
    return courses.stream().map(Course::result).toList();
  }

  private SequencedSet<Metric> wanted() {
    SequencedSet<Metric> wanted = new LinkedHashSet<>();
    for (Course course : courses) {
      if (course.at instanceof Judgement.Ask ask) {
        wanted.addAll(ask.metrics());
      }
    }
    return wanted;
  }

  /// One expectation on its way.
  private final class Course {
    private final ExpectationConfig config;
    private final ResultFormat format;
    private @Nullable Judgement at;
    private Optional<String> exception = Optional.empty();

    Course(ExpectationConfig config, ResultFormat format) {
      this.config = config;
      this.format = format;
    }

    void start() {
      move(() -> {
        String where = config.condition().map(rows -> rows.sql(batch.kinds())).orElse("TRUE");
        return new Scope(batch, config, where, format, around).judge();
      });
    }

    void goOn() {
      if (at instanceof Judgement.Ask ask) {
        move(() -> ask.then().apply(answers));
      }
    }

    private void move(Supplier<Judgement> step) {
      try {
        at = step.get();
      } catch (Problem e) {
        if (e.code() == ProblemCode.CANCELLED) {
          throw e;
        }
        at = null;
        exception = Optional.of(told(e));
      }
    }

    /// Of what takes too long, the text alone says neither what asked nor of which column.
    private String told(Problem problem) {
      if (problem.code() != ProblemCode.TIMED_OUT) {
        return problem.text();
      }
      String column = config.arguments().given().path("column").asString("");
      return config.type().name()
          + (column.isEmpty() ? "" : " of the column \"" + column + "\"")
          + " has no verdict. "
          + problem.text();
    }

    ExpectationResult result() {
      return at instanceof Judgement.Told(boolean success, var result)
          ? new ExpectationResult(config, success, shown(result), Optional.empty())
          : new ExpectationResult(config, false, Json.object(), exception);
    }

    private tools.jackson.databind.node.ObjectNode shown(
        tools.jackson.databind.node.ObjectNode result) {
      return format.level() == ResultFormat.Level.BOOLEAN_ONLY ? Json.object() : result;
    }
  }
}
