package dev.rondo.loop;

import dev.rondo.kernel.EventTime;
import dev.rondo.loop.project.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// When the triggers that go by time are due.
final class Schedule {

  /// What is due at a moment.
  ///
  /// @param triggers at least one, in their order
  record Due(EventTime at, List<Trigger.Every> triggers) {
    Due {
      triggers = List.copyOf(triggers);
    }
  }

  private final List<Trigger.Every> triggers;

  /// @param triggers those of one moment start in this order
  Schedule(List<Trigger> triggers) {
    this.triggers =
        triggers.stream()
            .filter(Trigger.Every.class::isInstance)
            .map(Trigger.Every.class::cast)
            .toList();
  }

  /// What is due in `(after, until]`, by time; with `after` empty, what is due at `until` itself,
  /// and every trigger once.
  List<Due> due(Optional<EventTime> after, EventTime until) {
    SortedMap<EventTime, List<Trigger.Every>> due = new TreeMap<>();
    for (Trigger.Every trigger : triggers) {
      for (EventTime at = after.map(moment -> next(trigger, moment)).orElse(until);
          !until.isBefore(at);
          at = at.plus(trigger.interval())) {
        due.computeIfAbsent(at, _ -> new ArrayList<>()).add(trigger);
      }
    }
    return due.entrySet().stream()
        .map(moment -> new Due(moment.getKey(), moment.getValue()))
        .toList();
  }

  private static EventTime next(Trigger.Every trigger, EventTime after) {
    Duration interval = trigger.interval();
    long since = Duration.between(Instant.EPOCH.plus(trigger.offset()), after.value()).toMillis();
    long times = Math.floorDiv(since, interval.toMillis()) + 1;
    return new EventTime(Instant.EPOCH.plus(trigger.offset()).plus(interval.multipliedBy(times)));
  }
}
