package dev.rondo.web;

import dev.rondo.workflow.Attempt;
import dev.rondo.workflow.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// When each task ran, as shares of the whole time.
///
/// @param whole from the first start to the last end, or to now
record Gantt(List<Bar> bars, Duration whole) {

  /// A task's last attempt.
  record Bar(Task task, Lane lane, Duration duration) {}

  static Gantt of(List<Task> tasks, Instant now) {
    List<Attempt> attempts = tasks.stream().map(Task::last).flatMap(Optional::stream).toList();
    Instant first = attempts.stream().map(Attempt::started).min(Instant::compareTo).orElse(now);
    Instant last =
        attempts.stream().map(a -> a.ended().orElse(now)).max(Instant::compareTo).orElse(now);
    Duration whole = Duration.between(first, last);
    double millis = Math.max(1, whole.toMillis());
    List<Bar> bars =
        tasks.stream()
            .filter(task -> task.last().isPresent())
            .map(task -> bar(task, task.last().get(), first, millis, now))
            .toList();
    return new Gantt(bars, whole);
  }

  private static Bar bar(Task task, Attempt attempt, Instant first, double millis, Instant now) {
    Duration took = Duration.between(attempt.started(), attempt.ended().orElse(now));
    long from = Duration.between(first, attempt.started()).toMillis();
    return new Bar(task, Lane.of(from, took.toMillis(), millis), took);
  }
}
