package dev.rondo.quality.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NumberSampleTest {

  private static NumberSample of(int most, List<Double> values, int copies) {
    NumberSample sample = new NumberSample(most);
    values.forEach(value -> sample.accept(value, copies));
    sample.accept(null, 5);
    sample.result();
    return sample;
  }

  private static List<Double> numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> (double) i).collect(Collectors.toList());
  }

  @Test
  void keepsAllThatFit() {
    NumberSample sample = of(6, List.of(3.0, 1.0, 2.0), 2);

    assertThat(sample.sorted()).containsExactly(1, 1, 2, 2, 3, 3);
    assertThat(sample.isPart()).isFalse();
  }

  @Test
  void isTheSameInWhateverOrderTheyCome() {
    List<Double> numbers = numbers(50_000);
    NumberSample inOrder = of(10_000, numbers, 3);
    Collections.shuffle(numbers, new Random(7));

    assertThat(of(10_000, numbers, 3).sorted()).isEqualTo(inOrder.sorted());
    assertThat(inOrder.isPart()).isTrue();
    assertThat(inOrder.sorted().length).isBetween(4_500, 10_000);
  }

  @Test
  void everyRowHasTheSameChance() {
    NumberSample sample = of(20_000, numbers(200_000), 1);

    assertThat(Arrays.stream(sample.sorted()).average().orElseThrow())
        .isCloseTo(100_000, within(2_500.0));
    NumberSample twoValues = new NumberSample(10_000);
    twoValues.accept(1.0, 3_000_000);
    twoValues.accept(2L, 1_000_000);
    twoValues.result();
    double ones = Arrays.stream(twoValues.sorted()).filter(value -> value == 1).count();
    assertThat(ones / twoValues.sorted().length).isCloseTo(0.75, within(0.02));
  }
}
