package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.testing.ForAll;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorsTest {

  @Test
  void areTheMeansOfErrors() {
    Errors errors = Errors.of(new float[] {1, 2, 3}, new float[] {1, 4, 6});
    assertThat(errors.rows()).isEqualTo(3);
    assertThat(errors.mae()).isCloseTo(5 / 3.0, within(1e-12));
    assertThat(errors.rmse()).isCloseTo(Math.sqrt(13 / 3.0), within(1e-12));
  }

  @Test
  void doNotDependOnTheOrderOfRows() {
    ForAll.forAll(
        50,
        random -> random.nextLong(),
        seed -> {
          Random random = new Random(seed);
          int n = 1 + random.nextInt(2_000);
          float[] a = new float[n];
          float[] b = new float[n];
          float[] backA = new float[n];
          float[] backB = new float[n];
          for (int i = 0; i < n; i++) {
            a[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(7)));
            b[i] = (float) random.nextGaussian();
            backA[n - 1 - i] = a[i];
            backB[n - 1 - i] = b[i];
          }
          assertThat(Errors.of(a, b)).isEqualTo(Errors.of(backA, backB));
        });
  }

  @Test
  void largeLabelsDoNotOverflow() {
    Errors errors = Errors.of(new float[] {1e9f, 1e9f}, new float[] {0, 0});
    assertThat(errors.mae()).isEqualTo(1e9);
    assertThat(errors.rmse()).isCloseTo(1e9, within(1.0));
    assertThatThrownBy(() -> Errors.of(new float[] {Float.MAX_VALUE}, new float[] {0}))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("too large");
  }

  @Test
  void needPairs() {
    assertThatThrownBy(() -> Errors.of(new float[0], new float[0])).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> Errors.of(new float[1], new float[2])).isInstanceOf(Problem.class);
  }
}
