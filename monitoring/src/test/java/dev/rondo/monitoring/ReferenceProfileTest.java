package dev.rondo.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.kernel.testing.ForAll;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReferenceProfileTest {
  private static final DriftRules RULES = new DriftRules(0.25, 0.15, 0.001, 100, Set.of());

  private static float[] normal(int rows, double shift, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = (float) (random.nextGaussian() + shift);
    }
    return values;
  }

  @Test
  void decilesSplitTheReferenceEvenly() {
    float[] column = new float[1_000];
    for (int i = 0; i < column.length; i++) {
      column[i] = 1_000 - i;
    }
    ColumnProfile profile = ColumnProfile.of("c", column);
    assertThat(profile.edges()).containsExactly(100, 200, 300, 400, 500, 600, 700, 800, 900);
    assertThat(profile.counts())
        .containsExactly(100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 0);
    assertThat(profile.summary())
        .isEqualTo(new Summary(1_000, 0, 500.5, profile.summary().deviation(), 1, 1_000));
    assertThat(profile.summary().deviation()).isCloseTo(288.675, within(0.001));
  }

  @Test
  void constantEmptyAndMissingColumnsHaveABinEach() {
    assertThat(ColumnProfile.of("c", new float[] {5, 5, 5}).counts()).containsExactly(3, 0);
    assertThat(ColumnProfile.of("c", new float[0]).counts()).containsExactly(0, 0);
    float[] gaps = {Float.NaN, 1, Float.POSITIVE_INFINITY};
    assertThat(ColumnProfile.of("c", gaps).counts()).containsExactly(1, 2);
    Drift drift = ColumnProfile.of("c", gaps).drift(new float[] {Float.NaN}, RULES);
    assertThat(drift.hasDrifted()).isFalse();
    assertThat(drift.ks()).isZero();
  }

  @Test
  void aShiftIsDriftAndNoiseIsNot() {
    ColumnProfile reference = ColumnProfile.of("c", normal(20_000, 0, 1));
    Drift same = reference.drift(normal(2_000, 0, 2), RULES);
    assertThat(same.hasDrifted()).isFalse();
    assertThat(same.psi()).isLessThan(0.02);
    Drift shifted = reference.drift(normal(2_000, 0.8, 3), RULES);
    assertThat(shifted.byPsi()).isTrue();
    assertThat(shifted.byKs()).isTrue();
    assertThat(shifted.ks()).isCloseTo(0.31, within(0.03));
  }

  @Test
  void missingValuesAreDriftToo() {
    ColumnProfile reference = ColumnProfile.of("c", normal(5_000, 0, 1));
    float[] gaps = normal(1_000, 0, 2);
    Arrays.fill(gaps, 0, 300, Float.NaN);
    assertThat(reference.drift(gaps, RULES).byPsi()).isTrue();
  }

  @Test
  void smallWindowsAndIgnoredColumnsAreNotJudged() {
    ColumnProfile reference = ColumnProfile.of("c", normal(5_000, 0, 1));
    assertThat(reference.drift(normal(99, 5, 2), RULES).hasDrifted()).isFalse();
    DriftRules ignoring = new DriftRules(0.25, 0.15, 0.001, 100, Set.of("c"));
    assertThat(reference.drift(normal(1_000, 5, 2), ignoring).hasDrifted()).isFalse();
  }

  @Test
  void theFloorKeepsSmallSamplesFromAlarmingAtNoise() {
    DriftRules nervous = new DriftRules(0.01, 1, 0.001, 1, Set.of());
    ForAll.forAll(
        50,
        Random::nextLong,
        seed -> {
          ColumnProfile reference = ColumnProfile.of("c", normal(500, 0, seed));
          assertThat(reference.drift(normal(100, 0, seed + 1), nervous).byPsi()).isFalse();
        });
  }

  @Test
  void equalDataInAnyOrderGiveEqualBytesThatReadBack() {
    float[] column = normal(9_000, 0, 1);
    float[] shuffled = column.clone();
    List<Integer> order =
        new java.util.ArrayList<>(IntStream.range(0, column.length).boxed().toList());
    Collections.shuffle(order, new Random(3));
    for (int i = 0; i < column.length; i++) {
      shuffled[i] = column[order.get(i)];
    }
    byte[] bytes =
        ReferenceProfile.of(List.of("a"), new float[][] {column}, normal(10, 0, 4)).bytes();
    assertThat(
            ReferenceProfile.of(List.of("a"), new float[][] {shuffled}, normal(10, 0, 4)).bytes())
        .isEqualTo(bytes);
    ReferenceProfile read = ReferenceProfile.parse(bytes);
    assertThat(read.bytes()).isEqualTo(bytes);
    assertThat(read.features().getFirst().sample()).hasSize(4_096).isSorted();
    assertThatThrownBy(() -> ReferenceProfile.parse("{}".getBytes()))
        .hasMessageContaining("no reference profile");
  }
}
