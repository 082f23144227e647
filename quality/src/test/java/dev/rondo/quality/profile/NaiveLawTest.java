package dev.rondo.quality.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The figures are those of a plain computation.
class NaiveLawTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void figuresAreRight(int seed) {
    Random random = new Random(seed);
    int size = 2 + random.nextInt(3000);
    double scale = Math.pow(10, random.nextInt(-6, 7));
    double[] numbers = new double[size];
    Arrays.setAll(numbers, _ -> random.nextInt(4) == 0 ? 0 : random.nextGaussian() * scale);
    Profile profile = profile(numbers);
    ColumnProfile column = Tables.column(profile, "x");
    Numbers found = column.numbers().orElseThrow();
    double[] sorted = Arrays.stream(numbers).sorted().toArray();
    assertThat(found.min()).isEqualTo(sorted[0]);
    assertThat(found.max()).isEqualTo(sorted[size - 1]);
    double mean = Arrays.stream(numbers).sum() / size;
    double squares = Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
    assertThat(found.moments().mean()).isCloseTo(mean, within(1e-9 * scale));
    assertThat(found.moments().deviation())
        .isCloseTo(Math.sqrt(squares / (size - 1)), within(1e-9 * scale));
    assertThat(found.zeros()).isEqualTo(Arrays.stream(numbers).filter(x -> x == 0).count());
    assertThat(found.negatives()).isEqualTo(Arrays.stream(numbers).filter(x -> x < 0).count());
    assertThat(column.values().distinct()).isEqualTo(Arrays.stream(numbers).distinct().count());
    quantiles(found.quantiles(), sorted);
    histogram(column.spread().histogram(), sorted);
    double[] fences = found.quantiles().fences();
    assertThat(found.outliers().count())
        .isEqualTo(Arrays.stream(numbers).filter(x -> x < fences[0] || x > fences[1]).count());
  }

  private Profile profile(double[] numbers) {
    return Tables.profile(folder, "SELECT unnest(" + Arrays.toString(numbers) + "::DOUBLE[]) AS x");
  }

  private static void quantiles(Quantiles found, double[] sorted) {
    assertThat(found.exact()).isTrue();
    for (double share : Quantiles.SHARES) {
      double position = share * (sorted.length - 1);
      double below = sorted[(int) Math.floor(position)];
      double above = sorted[(int) Math.ceil(position)];
      assertThat(found.at(share))
          .isCloseTo(
              below + (above - below) * (position - Math.floor(position)),
              within(1e-12 * (1 + Math.abs(above))));
    }
  }

  private static void histogram(Histogram found, double[] sorted) {
    assertThat(found.counts().size()).isBetween(1, 50);
    assertThat(found.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(sorted.length);
    for (int i = 0; i < found.counts().size(); i++) {
      double from = (found.first() + i - 1e-6) * found.width();
      double to = (found.first() + i + 1 + 1e-6) * found.width();
      long most = Arrays.stream(sorted).filter(x -> x >= from && x < to).count();
      assertThat(found.counts().get(i)).isLessThanOrEqualTo(most);
    }
  }
}
