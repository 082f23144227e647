package dev.rondo.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.kernel.testing.ForAll;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private static float[] sorted(float[] values) {
    float[] copy = values.clone();
    Arrays.sort(copy);
    return copy;
  }

  @Test
  void theGeneratorIsThePublishedOne() {
    assertThat(Stream31.first(3))
        .containsExactly(new double[] {0.5823075897, 0.5198187492, 0.4659764249}, within(1e-9));
  }

  @Test
  void psiMatchesTheKnownAnswer() {
    double[] uniform = {.25, .25, .25, .25};
    assertThat(Psi.of(uniform, new double[] {.4, .3, .2, .1})).isCloseTo(0.2282174, within(1e-7));
    assertThat(Psi.of(uniform, uniform)).isZero();
    assertThat(Psi.of(new long[] {1, 0}, new long[] {0, 1}))
        .isCloseTo(2 * (1 - 1e-4) * Math.log(1e4), within(1e-9));
    assertThat(Psi.of(new long[] {0, 0}, new long[] {3, 1})).isZero();
  }

  @Test
  void kolmogorovSmirnovMatchesTheKnownAnswers() {
    float[] reference = sorted(Stream31.reference());
    float[] current = sorted(Stream31.current());
    double distance = KolmogorovSmirnov.distance(reference, current);
    assertThat(distance).isCloseTo(0.0485, within(1e-9));
    assertThat(KolmogorovSmirnov.exact(distance, 2_000, 1_500)).isCloseTo(0.0344556, within(1e-6));
    assertThat(KolmogorovSmirnov.test(reference, current).probability())
        .isCloseTo(0.0344556, within(5e-4));
  }

  @Test
  void smallSamplesMatchTheKnownAnswersExactlyAndAsymptotically() {
    float[] reference = sorted(Arrays.copyOf(Stream31.reference(), 200));
    float[] current = sorted(Arrays.copyOf(Stream31.current(), 150));
    KolmogorovSmirnov test = KolmogorovSmirnov.test(reference, current);
    assertThat(test.distance()).isCloseTo(0.133333, within(1e-6));
    assertThat(test.probability()).isCloseTo(0.0877475, within(1e-6));
    assertThat(KolmogorovSmirnov.asymptotic(test.distance(), 200, 150))
        .isCloseTo(0.0855905, within(1e-6));
  }

  @Test
  void edgesOfTheTestAreSane() {
    float[] some = {1, 2, 3};
    assertThat(KolmogorovSmirnov.test(some, some)).isEqualTo(new KolmogorovSmirnov(0, 1));
    assertThat(KolmogorovSmirnov.test(some, new float[0])).isEqualTo(new KolmogorovSmirnov(0, 1));
    assertThat(KolmogorovSmirnov.test(some, new float[] {7, 8, 9}).distance()).isEqualTo(1);
    assertThat(KolmogorovSmirnov.test(some, new float[] {7, 8, 9}).probability())
        .isCloseTo(0.1, within(1e-9));
    assertThat(KolmogorovSmirnov.of(1, 100_000, 100_000).probability()).isZero();
    assertThat(KolmogorovSmirnov.of(0, 100_000, 100_000).probability()).isEqualTo(1);
  }

  @Test
  void exactAndAsymptoticAgreeForMiddlingSamples() {
    ForAll.forAll(
        20,
        random -> 0.02 + random.nextDouble() * 0.08,
        distance ->
            assertThat(KolmogorovSmirnov.asymptotic(distance, 1_000, 1_003))
                .isCloseTo(KolmogorovSmirnov.exact(distance, 1_000, 1_003), within(0.03)));
  }

  @Test
  void withoutDriftTheIndexStaysBelowTheNoiseFloorAndIsOnAverageWhatTheoryExpects() {
    int tries = 400;
    int above = 0;
    double sum = 0;
    Random random = new Random(7);
    for (int i = 0; i < tries; i++) {
      long[] a = new long[10];
      long[] b = new long[10];
      for (int row = 0; row < 1_000; row++) {
        a[random.nextInt(10)]++;
        b[random.nextInt(10)]++;
      }
      double psi = Psi.of(a, b);
      sum += psi;
      above += psi > Psi.noiseFloor(10, 1_000, 1_000) ? 1 : 0;
    }
    assertThat(above).isLessThanOrEqualTo(3);
    assertThat(sum / tries).isCloseTo(Psi.expected(10, 1_000, 1_000), within(0.002));
    assertThat(Psi.expected(10, 100, 100)).isCloseTo(0.18, within(1e-12));
    assertThat(Psi.noiseFloor(10, 100, 100)).isCloseTo(27.877 * 0.02, within(0.005));
  }

  @Test
  void theErrorDoesNotDependOnTheOrder() {
    ForAll.forAll(
        30,
        random -> {
          float[] values = new float[1_000];
          for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 100;
          }
          return values;
        },
        values -> {
          float[] zeros = new float[values.length];
          float[] turned = new float[values.length];
          for (int i = 0; i < values.length; i++) {
            turned[i] = values[values.length - 1 - i];
          }
          AbsoluteError one = AbsoluteError.of(values, zeros);
          assertThat(AbsoluteError.of(turned, zeros)).isEqualTo(one);
          assertThat(
                  AbsoluteError.of(Arrays.copyOf(values, 300), Arrays.copyOf(zeros, 300))
                      .plus(
                          AbsoluteError.of(
                              Arrays.copyOfRange(values, 300, 1_000),
                              Arrays.copyOfRange(zeros, 300, 1_000))))
              .isEqualTo(one);
        });
    assertThat(AbsoluteError.of(new float[] {1.5f, 2}, new float[] {1, 4}).mean()).hasValue(1.25);
    assertThat(AbsoluteError.NONE.mean()).isEmpty();
  }
}
