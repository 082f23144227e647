package dev.rondo.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.EventTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LabelJoinTest {
  private static EventTime at(long millis) {
    return new EventTime(Instant.ofEpochMilli(millis));
  }

  private final LabelJoin join =
      new LabelJoin(
          new String[] {"b", "a", "c", "d"}, new float[] {2, 1, 3, 4}, new int[] {1, 1, 2, 2});

  private static LabelJoin.Labels labels() {
    return new LabelJoin.Labels(
        new String[] {"c", "a", "x", "a", "b", "d"},
        new float[] {30, 10, 99, 11, 20, Float.NaN},
        new long[] {100, 101, 102, 103, 200, 104});
  }

  @Test
  void labelsAreJoinedById() {
    LabelJoin.Joined joined = join.join(labels(), at(100), at(200));
    assertThat(joined.predicted()).containsExactly(1, 3);
    assertThat(joined.actual()).containsExactly(11, 30);
    assertThat(joined.versions()).containsExactly(1, 2);
    assertThat(joined.unmatched()).isEqualTo(1);
    assertThat(joined.replaced()).isEqualTo(1);
    assertThat(joined.invalid()).isEqualTo(1);
    assertThat(joined.error()).isEqualTo(new AbsoluteError(2, 37_000_000));
  }

  @Test
  void aLateLabelCountsWhenItBecomesKnown() {
    LabelJoin.Joined joined = join.join(labels(), at(200), at(300));
    assertThat(joined.predicted()).containsExactly(2);
    assertThat(joined.actual()).containsExactly(20);
  }
}
