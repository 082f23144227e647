package dev.rondo.quality.expectation;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was measured. A metric that could not be measured throws its problem when it is read, so
/// that it becomes the exception of those expectations alone that need it. Confined to one check.
final class Answers {
  private static final Object NOTHING = new Object();

  private final Map<Metric, Object> answers = new HashMap<>();

  boolean has(Metric metric) {
    return answers.containsKey(metric);
  }

  void put(Metric metric, @Nullable Object answer) {
    answers.put(metric, answer == null ? NOTHING : answer);
  }

  void fail(Metric metric, Problem problem) {
    answers.put(metric, problem);
  }

  /// Takes over what another table's metric is answered by.
  void take(Metric metric, Answers others, Metric other) {
    Object answer = others.answers.get(other);
    if (answer != null) {
      answers.put(metric, answer);
    }
  }

  private Object read(Metric metric) {
    Object answer = answers.get(metric);
    if (answer instanceof Problem problem) {
      throw problem;
    }
    if (answer == null) {
      throw Problem.of(ProblemCode.INTERNAL, "%s was not measured.", metric);
    }
    return answer;
  }

  /// The answer; empty for null.
  Optional<Object> value(Metric metric) {
    Object answer = read(metric);
    return answer == NOTHING ? Optional.empty() : Optional.of(answer);
  }

  /// A count; null counts as 0.
  long count(Metric metric) {
    return value(metric).map(answer -> ((Number) answer).longValue()).orElse(0L);
  }

  /// Rows of values.
  @SuppressWarnings("unchecked") // as the passes that answer such metrics put it
  List<Cells> rows(Metric metric) {
    return (List<Cells>) read(metric);
  }

  <T> T as(Metric metric, Class<T> type) {
    return type.cast(read(metric));
  }
}
