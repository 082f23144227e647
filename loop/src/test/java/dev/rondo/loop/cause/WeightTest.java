package dev.rondo.loop.cause;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightTest {
  private static final Instant GOOD = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant FAILED = Instant.parse("2020-01-03T00:00:00Z");
  private final Weight weight = new Weight(GOOD, FAILED);

  @Test
  void whatIsLargerNearerAndCloserBeforeTheFailureWeighsMore() {
    double most = weight.of(1, 1, Optional.of(FAILED));
    assertThat(most).isEqualTo(1);
    assertThat(weight.of(0.5, 1, Optional.of(FAILED))).isEqualTo(0.5);
    assertThat(weight.of(1, 2, Optional.of(FAILED))).isEqualTo(0.5);
    assertThat(weight.of(1, 1, Optional.of(GOOD))).isEqualTo(0.5);
    assertThat(weight.of(1, 1, Optional.empty())).isBetween(0.5, 1.0);
  }

  @Test
  void nothingWeighsMoreThanOneWhateverTheClocksSay() {
    assertThat(weight.of(7, 0, Optional.of(FAILED.plusSeconds(99)))).isEqualTo(1);
    assertThat(weight.of(1, 1, Optional.of(GOOD.minusSeconds(99)))).isEqualTo(0.5);
    assertThat(new Weight(FAILED, FAILED).of(1, 1, Optional.of(FAILED))).isPositive();
    Weight endless =
        new Weight(Instant.ofEpochMilli(Long.MIN_VALUE), Instant.ofEpochMilli(Long.MAX_VALUE));
    assertThat(endless.of(1, 1, Optional.of(Instant.ofEpochMilli(Long.MAX_VALUE)))).isEqualTo(1);
  }

  @Test
  void rowsDifferByTheirShareOfTheLarger() {
    assertThat(Weight.growth(100, 50)).isEqualTo(0.5);
    assertThat(Weight.growth(50, 100)).isEqualTo(0.5);
    assertThat(Weight.growth(0, 0)).isZero();
  }
}
