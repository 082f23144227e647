package dev.rondo.quality.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A profile of partitions put together is the profile of the whole.
class MergeLawTest {
  private static final double ROUNDING = 1e-9;

  @TempDir Path folder;

  private static String rows(int seed, int from, int to) {
    return """
    SELECT i AS id, (hash(i, %1$d) %% 37)::INTEGER AS few, (hash(i, %1$d, 1) %% 5000)::INTEGER AS many,
      CASE WHEN hash(i, %1$d, 2) %% 11 = 0 THEN NULL ELSE ((hash(i, %1$d, 3) %% 100000) / 1000.0 - 20 + i // 700)::DOUBLE END AS f,
      CASE WHEN hash(i, %1$d, 4) %% 50 = 0 THEN 'NaN' WHEN hash(i, %1$d, 4) %% 50 = 1 THEN 'inf' ELSE i::VARCHAR END::DOUBLE AS odd,
      's' || hash(i, %1$d, 5) %% 900 AS s, CASE WHEN i %% 3 = 0 THEN '' ELSE 'k' || i %% 4 END AS c,
      DATE '1969-06-01' + (hash(i, %1$d, 6) %% (10 + i))::INTEGER AS d,
      TIMESTAMP '2020-01-01' + to_seconds((hash(i, %1$d, 7) %% (100000 * (1 + i // 500)))::BIGINT) AS ts,
      i %% 2 = 0 AS b, (i %% 9)::DECIMAL(9, 2) / 4 AS dec, 7 AS one
    FROM range(%2$d, %3$d) r(i)
    """
        .formatted(seed, from, to);
  }

  private Profile profile(int seed, int from, int to, int sample) {
    return Tables.profile(
        folder, rows(seed, from, to), ProfileOptions.standard().withSampleRows(sample));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void mergedIsWhole(int seed) {
    Random random = new Random(seed);
    int size = 200 + random.nextInt(4000);
    int cut = random.nextInt(size + 1);
    int sample = seed % 2 == 0 ? 20_000 : 1000;
    Profile whole = profile(seed, 0, size, sample);
    Profile merged = profile(seed, 0, cut, sample).merge(profile(seed, cut, size, sample));
    assertThat(merged.rows()).isEqualTo(whole.rows());
    for (ColumnProfile column : whole.columns()) {
      same(Tables.column(merged, column.name()), column);
    }
  }

  private static void same(ColumnProfile merged, ColumnProfile whole) {
    assertThat(merged.type().engine()).isEqualTo(whole.type().engine());
    assertThat(merged.counts()).isEqualTo(whole.counts());
    assertThat(merged.spread().min()).as(whole.name()).isEqualTo(whole.spread().min());
    assertThat(merged.spread().max()).isEqualTo(whole.spread().max());
    assertThat(merged.spread().histogram()).as(whole.name()).isEqualTo(whole.spread().histogram());
    assertThat(merged.values().sketch()).as(whole.name()).isEqualTo(whole.values().sketch());
    values(merged.values(), whole.values(), whole.name());
    assertThat(merged.numbers().isPresent()).isEqualTo(whole.numbers().isPresent());
    whole.numbers().ifPresent(numbers -> numbers(merged.numbers().orElseThrow(), numbers));
    whole.text().ifPresent(text -> texts(merged.text().orElseThrow(), text));
    whole
        .time()
        .ifPresent(time -> {
          TimeCoverage other = merged.time().orElseThrow();
          assertThat(other.first()).isEqualTo(time.first());
          assertThat(other.last()).isEqualTo(time.last());
        });
  }

  private static void values(Values merged, Values whole, String name) {
    if (merged.exact()) {
      assertThat(merged.distinct()).as(name).isEqualTo(whole.distinct());
    }
    assertThat((double) merged.distinct())
        .as(name)
        .isCloseTo(whole.distinct(), within(0.15 * whole.distinct() + 1));
    if (merged.complete()) {
      assertThat(merged.top()).isEqualTo(whole.top());
    }
  }

  private static void numbers(Numbers merged, Numbers whole) {
    assertThat(merged.min()).isEqualTo(whole.min());
    assertThat(merged.max()).isEqualTo(whole.max());
    assertThat(merged.zeros()).isEqualTo(whole.zeros());
    assertThat(merged.negatives()).isEqualTo(whole.negatives());
    near(merged.moments().sum(), whole.moments().sum());
    near(merged.moments().mean(), whole.moments().mean());
    near(merged.moments().squares(), whole.moments().squares());
    assertThat(merged.moments().count()).isEqualTo(whole.moments().count());
  }

  private static void near(double merged, double whole) {
    assertThat(merged).isCloseTo(whole, within(ROUNDING * Math.max(1, Math.abs(whole))));
  }

  private static void texts(TextFacts merged, TextFacts whole) {
    assertThat(merged.shortest()).isEqualTo(whole.shortest());
    assertThat(merged.longest()).isEqualTo(whole.longest());
    assertThat(merged.characters()).isEqualTo(whole.characters());
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 12, 13})
  void orderDoesNotMatter(int seed) {
    Profile a = profile(seed, 0, 900, 20_000);
    Profile b = profile(seed, 900, 1000, 20_000);
    Profile c = profile(seed, 1000, 3000, 20_000);
    assertSame(a.merge(b), b.merge(a));
    Profile left = a.merge(b).merge(c);
    Profile right = a.merge(b.merge(c));
    assertSame(left, right);
    for (ColumnProfile column : left.columns()) {
      column
          .numbers()
          .ifPresent(numbers ->
              closeRanks(
                  numbers.quantiles().sketch().values(),
                  Tables.column(right, column.name()).numbers().orElseThrow().quantiles()));
    }
  }

  private static void assertSame(Profile one, Profile other) {
    assertThat(one.rows()).isEqualTo(other.rows());
    for (ColumnProfile column : one.columns()) {
      same(Tables.column(other, column.name()), column);
      same(column, Tables.column(other, column.name()));
    }
    assertThat(one.keys()).isEqualTo(other.keys());
    assertThat(one.relations()).isEqualTo(other.relations());
    assertThat(one.duplicates()).isEqualTo(other.duplicates());
    assertThat(one.correlations()).hasSameSizeAs(other.correlations());
    for (Correlation correlation : one.correlations()) {
      assertThat(other.correlations())
          .anySatisfy(c -> {
            assertThat(c.left() + c.right()).isEqualTo(correlation.left() + correlation.right());
            near(c.value(), correlation.value());
          });
    }
  }

  private static void closeRanks(WeightedValues numbers, Quantiles quantiles) {
    for (int i = 0; i < Quantiles.SHARES.size(); i++) {
      double value = quantiles.values().get(i);
      double wanted = Quantiles.SHARES.get(i) * numbers.total();
      double slack = 0.03 * numbers.total() + 2;
      assertThat((double) numbers.below(value)).isLessThanOrEqualTo(wanted + slack);
      assertThat((double) numbers.total() - numbers.above(value))
          .isGreaterThanOrEqualTo(wanted - slack);
    }
  }

  @Test
  void anEmptyPartitionChangesNothing() {
    Profile some = profile(1, 0, 500, 20_000);
    Profile none = profile(1, 0, 0, 20_000);
    assertThat(none.merge(some).keys()).isEqualTo(some.keys());
    assertThat(none.merge(some).relations()).isEqualTo(some.relations());
    for (ColumnProfile column : some.columns()) {
      same(Tables.column(some.merge(none), column.name()), column);
      same(Tables.column(none.merge(some), column.name()), column);
    }
  }

  @Test
  void exactCorrelationsStayExact() {
    Profile whole = profile(3, 0, 2000, 20_000);
    Profile merged = profile(3, 0, 700, 20_000).merge(profile(3, 700, 2000, 20_000));
    for (Correlation correlation : merged.correlations()) {
      assertThat(correlation.exact()).isTrue();
      whole.correlations().stream()
          .filter(c -> c.left().equals(correlation.left()))
          .filter(c -> c.right().equals(correlation.right()))
          .forEach(c -> near(correlation.value(), c.value()));
    }
  }

  @Test
  void relationsOfBothHoldAndKeysAreInDoubt() {
    String query = "SELECT i AS a, i * i %% 31 AS b, i + i * i %% 31 AS c FROM range(%d, %d) r(i)";
    Profile merged =
        Tables.profile(folder, query.formatted(0, 100))
            .merge(Tables.profile(folder, query.formatted(100, 300)));
    assertThat(Tables.sentences(merged)).contains("a + b = c");
    assertThat(merged.keys()).contains(new Key(List.of("a"), false));
    assertThat(merged.duplicates().exact()).isFalse();
  }

  @Test
  void otherColumnsAreRefused() {
    Profile one = Tables.profile(folder, "SELECT 1 AS a, 2 AS b");
    Profile other = Tables.profile(folder, "SELECT 1 AS a, 2 AS c");
    assertThatThrownBy(() -> one.merge(other))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("only one side has b, c");
  }

  @Test
  void otherTypesLoseOnlyWhatCannotBe() {
    Profile one = Tables.profile(folder, "SELECT i AS a FROM range(10) r(i)");
    Profile other = Tables.profile(folder, "SELECT 'x' || i AS a FROM range(10) r(i)");
    ColumnProfile merged = Tables.column(one.merge(other), "a");
    assertThat(merged.type().logical()).isEqualTo("text");
    assertThat(merged.counts().rows()).isEqualTo(20);
    assertThat(merged.values().distinct()).isEqualTo(20);
    assertThat(merged.spread().histogram().counts()).isEmpty();
  }

  @Test
  void manyPartitionsKeepRanks() {
    Random random = new Random(5);
    QuantileSketch sketch = QuantileSketch.NONE;
    List<Double> all = new ArrayList<>();
    for (int part = 0; part < 200; part++) {
      double[] numbers = random.doubles(500).map(x -> Math.exp(5 * x)).toArray();
      Arrays.stream(numbers).forEach(all::add);
      sketch = sketch.merge(QuantileSketch.of(WeightedValues.sample(numbers, numbers.length)));
    }
    double[] sorted = all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    WeightedValues values = sketch.values();
    assertThat(values.total()).isEqualTo(sorted.length);
    for (double share = 0.01; share < 1; share += 0.01) {
      int rank = Arrays.binarySearch(sorted, values.quantile(share));
      rank = rank < 0 ? -rank - 1 : rank;
      assertThat(rank / (double) sorted.length).isCloseTo(share, within(0.015));
    }
    assertThat(sketch.levels()).hasSizeLessThan(12_000);
  }

  @Test
  void distinctValuesAreEstimatedWell() {
    for (long n : List.of(10L, 500L, 3000L, 20_000L, 300_000L)) {
      DistinctSketch.Builder builder = new DistinctSketch.Builder();
      try (SqlSession session = Tables.open(folder)) {
        session.forEach(
            "SELECT CAST(hash(i) % 2048 AS INTEGER), CAST(hash(i) >> 11 AS BIGINT) FROM range("
                + n
                + ") r(i)",
            row -> builder.add((int) row.number(1), row.number(2)));
      }
      assertThat((double) builder.build().estimate()).isCloseTo(n, within(0.08 * n));
    }
  }
}
