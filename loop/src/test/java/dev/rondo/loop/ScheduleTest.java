package dev.rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.EventTime;
import dev.rondo.loop.project.Trigger;
import dev.rondo.loop.project.Trigger.Every;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final EventTime SATURDAY = EventTime.parse("2020-01-04");
  private static final Every DAY =
      new Every("every-day", "refresh", Duration.ofDays(1), Duration.ZERO);
  private static final Every WEEK =
      new Every("every-week", "watch", Duration.ofDays(7), Duration.ofDays(3));
  private static final Schedule SCHEDULE =
      new Schedule(List.of(DAY, new Trigger.On("age", "train", "monitor.model-aged"), WEEK));

  private static EventTime day(int day) {
    return SATURDAY.plus(Duration.ofDays(day));
  }

  @Test
  void whatIsDueAtOneMomentIsDoneBeforeTimeMovesThere() {
    assertThat(SCHEDULE.due(Optional.of(SATURDAY), day(2)))
        .containsExactly(
            new Schedule.Due(day(1), List.of(DAY, WEEK)), new Schedule.Due(day(2), List.of(DAY)));
  }

  @Test
  void aMomentThatTimeHasComeToIsNotDueAgain() {
    assertThat(SCHEDULE.due(Optional.of(day(1)), day(1))).isEmpty();
    assertThat(SCHEDULE.due(Optional.of(day(1)), day(2).minus(Duration.ofMillis(1)))).isEmpty();
    assertThat(SCHEDULE.due(Optional.of(day(2)), day(1))).isEmpty();
  }

  @Test
  void atFirstEachIsDueOnce() {
    assertThat(SCHEDULE.due(Optional.empty(), SATURDAY))
        .containsExactly(new Schedule.Due(SATURDAY, List.of(DAY, WEEK)));
    assertThat(new Schedule(List.of()).due(Optional.empty(), SATURDAY)).isEmpty();
  }

  @Test
  void longTimesAreGoneThroughMomentByMoment() {
    List<Schedule.Due> year = SCHEDULE.due(Optional.of(SATURDAY), day(364));
    assertThat(year).hasSize(364).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    assertThat(year).filteredOn(due -> due.triggers().contains(WEEK)).hasSize(52);
  }
}
