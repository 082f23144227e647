package dev.rondo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void theMedianIsTheMiddleOfAnOddCount() {
    assertThat(new Samples(List.of(5.0, 1.0, 3.0)).median()).isEqualTo(3);
  }

  @Test
  void theMedianIsBetweenTheMiddleTwoOfAnEvenCount() {
    assertThat(new Samples(List.of(4.0, 1.0, 2.0, 9.0)).median()).isEqualTo(3);
  }

  @Test
  void theWarmUpDoesNotCount() throws Exception {
    List<Integer> runs = new ArrayList<>();
    Samples samples =
        Samples.of(
            3,
            () -> {
              runs.add(runs.size());
              return runs.size();
            });
    assertThat(runs).hasSize(4);
    assertThat(samples.min()).isEqualTo(2);
    assertThat(samples.max()).isEqualTo(4);
    assertThat(samples.runs()).isEqualTo(3);
  }
}
