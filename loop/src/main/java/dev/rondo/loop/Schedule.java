package dev.rondo.loop;

import dev.rondo.kernel.EventTime;
import dev.rondo.loop.project.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// When the triggers that go by time are due.
final class Schedule {

  /// One start that is due.
  record Due(EventTime at, Trigger.Every trigger) {}

  private final List<Trigger.Every> triggers;

  /// @param triggers those of one moment start in this order
  Schedule(List<Trigger> triggers) {
    this.triggers =
        triggers.stream()
            .filter(Trigger.Every.class::isInstance)
            .map(Trigger.Every.class::cast)
            .toList();
  }

  /// What is due in `(after, until]`, by time and then by the triggers' order; with `after` empty,
  /// what is due at `until` itself, and every trigger once.
  List<Due> due(Optional<EventTime> after, EventTime until) {
    List<Due> due = new ArrayList<>();
    for (Trigger.Every trigger : triggers) {
      if (after.isEmpty()) {
        due.add(new Due(until, trigger));
        continue;
      }
      for (EventTime at = next(trigger, after.get());
          !until.isBefore(at);
          at = at.plus(trigger.interval())) {
        due.add(new Due(at, trigger));
      }
    }
    due.sort(Comparator.comparing(Due::at).thenComparingInt(d -> triggers.indexOf(d.trigger())));
    return due;
  }

  private static EventTime next(Trigger.Every trigger, EventTime after) {
    Duration interval = trigger.interval();
    long since = Duration.between(Instant.EPOCH.plus(trigger.offset()), after.value()).toMillis();
    long times = Math.floorDiv(since, interval.toMillis()) + 1;
    return new EventTime(Instant.EPOCH.plus(trigger.offset()).plus(interval.multipliedBy(times)));
  }
}
