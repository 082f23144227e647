package dev.rondo.quality.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.quality.profile.TextFacts.Pattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilerTest {
  @TempDir Path folder;

  private Profile profile(String query) {
    return Tables.profile(folder, query);
  }

  private ColumnProfile x(String query) {
    return Tables.column(profile(query), "x");
  }

  @Test
  void describesNumbers() {
    ColumnProfile x = x("SELECT i::INTEGER AS x FROM range(-5, 101) r(i)");
    Numbers numbers = x.numbers().orElseThrow();
    assertThat(x.type().logical()).isEqualTo("integer");
    assertThat(x.counts().rows()).isEqualTo(106);
    assertThat(x.values().distinct()).isEqualTo(106);
    assertThat(x.values().exact()).isTrue();
    assertThat(numbers.moments().sum()).isEqualTo(5035);
    assertThat(numbers.moments().mean()).isEqualTo(47.5);
    assertThat(numbers.moments().deviation()).isBetween(30.743, 30.744);
    assertThat(numbers.zeros()).isEqualTo(1);
    assertThat(numbers.negatives()).isEqualTo(5);
    assertThat(numbers.quantiles().median()).isEqualTo(47.5);
    assertThat(numbers.quantiles().exact()).isTrue();
    assertThat(x.spread().order()).isEqualTo(RowOrder.STRICTLY_INCREASING);
    assertThat(x.spread().histogram().width()).isEqualTo(5);
    assertThat(x.spread().histogram().label(0)).isEqualTo("-5");
    assertThat(x.spread().histogram().counts()).hasSize(22).startsWith(5L, 5L).endsWith(5L, 1L);
  }

  @Test
  void countsOutliersByTheMiddleHalf() {
    Numbers numbers =
        x("SELECT CASE WHEN i < 3 THEN 1000 ELSE i % 10 END AS x FROM range(100) r(i)")
            .numbers()
            .orElseThrow();
    assertThat(numbers.outliers().above()).isEqualTo(3);
    assertThat(numbers.outliers().below()).isZero();
  }

  @Test
  void tellsWhatTextsReallyAre() {
    Profile profile =
        profile(
            """
            SELECT i::VARCHAR AS whole, (i / 4)::VARCHAR AS fraction, (i % 2 = 0)::VARCHAR AS flag,
              '00' || i AS code, strftime(DATE '1969-12-01' + i::INTEGER, '%d.%m.%Y') AS day,
              CASE WHEN i < 5 THEN 'none' ELSE i::VARCHAR END AS mostly,
              strftime(DATE '2011-01-01' + i::INTEGER, '%-m/%-d/%Y') AS american
            FROM range(100) r(i)
            """);
    assertThat(Tables.column(profile, "whole").type().logical()).isEqualTo("integer");
    assertThat(Tables.column(profile, "fraction").type().logical()).isEqualTo("decimal");
    assertThat(Tables.column(profile, "flag").type().logical()).isEqualTo("boolean");
    assertThat(Tables.column(profile, "code").type().logical()).isEqualTo("text");
    assertThat(Tables.column(profile, "day").type().format()).isEqualTo("d.M.uuuu");
    assertThat(Tables.column(profile, "american").type().format()).isEqualTo("M/d/uuuu");
    assertThat(Tables.column(profile, "mostly").type().logical()).isEqualTo("integer");
    assertThat(Tables.column(profile, "mostly").type().share()).isEqualTo(0.95);
  }

  @Test
  void describesTexts() {
    ColumnProfile x =
        x(
            "SELECT CASE WHEN i % 4 = 0 THEN '' ELSE 'AB-' || (100 + i) END AS x FROM range(40) r(i)");
    assertThat(x.counts().empty()).isEqualTo(10);
    TextFacts text = x.text().orElseThrow();
    assertThat(text.shortest()).isZero();
    assertThat(text.longest()).isEqualTo(6);
    assertThat(text.patterns()).contains(new Pattern("AA-999", 0.75));
    assertThat(x.values().top().getFirst()).isEqualTo(new ValueCount("", 10));
  }

  @Test
  void takesRunsTogetherWhereShapesVary() {
    assertThat(Shapes.shape("Hello World 12", true)).isEqualTo("Aa+ Aa+ 9+");
    assertThat(Shapes.shape("a-B\tç9", false)).isEqualTo("a-A a9");
  }

  @Test
  void findsGapsInTime() {
    ColumnProfile x =
        x(
            """
            SELECT TIMESTAMP '1969-12-30 00:00:00' + to_hours(i::INTEGER) AS x FROM range(100) r(i)
            WHERE i NOT IN (20, 21, 50)
            """);
    TimeCoverage time = x.time().orElseThrow();
    assertThat(time.first()).isEqualTo("1969-12-30 00:00:00");
    assertThat(time.last()).isEqualTo("1970-01-03 03:00:00");
    assertThat(time.steps().typicalSeconds()).isEqualTo(3600);
    assertThat(time.steps().gaps()).isEqualTo(2);
    assertThat(time.steps().longest().getFirst().seconds()).isEqualTo(3 * 3600);
    assertThat(x.spread().histogram().unit()).isEqualTo(BinUnit.HOUR);
  }

  @Test
  void findsKeysAndDuplicates() {
    Profile single = profile("SELECT i AS id, i % 3 AS k FROM range(50) r(i)");
    assertThat(single.keys()).containsExactly(new Key(List.of("id"), true));
    Profile pair = profile("SELECT i // 10 AS a, i % 10 AS b, 1 AS c FROM range(100) r(i)");
    assertThat(pair.keys()).containsExactly(new Key(List.of("a", "b"), true));
    Profile none = profile("SELECT i % 7 AS a, NULL AS b FROM range(100) r(i)");
    assertThat(none.keys()).isEmpty();
    assertThat(none.duplicates().rows()).isEqualTo(93);
  }

  @Test
  void aKeyOfTheSampleIsLookedAtOnAllRows() {
    Profile profile =
        Tables.profile(
            folder,
            "SELECT CASE WHEN i = 4999 THEN 0 ELSE i END AS nearly, (i * 7919) % 5000 AS key, 5000 - i AS falls FROM range(5000) r(i)",
            ProfileOptions.standard().withSampleRows(100));
    assertThat(profile.sampled()).isBetween(50L, 200L);
    assertThat(profile.keys())
        .containsExactly(new Key(List.of("key"), true), new Key(List.of("falls"), true));
    assertThat(Tables.column(profile, "falls").spread().order())
        .isEqualTo(RowOrder.STRICTLY_DECREASING);
    assertThat(Tables.column(profile, "nearly").spread().order()).isEqualTo(RowOrder.NONE);
    assertThat(Tables.column(profile, "key").values().distinct()).isEqualTo(5000);
  }

  @Test
  void findsRelationsThatHoldOnEveryRow() {
    Profile profile =
        profile(
            """
            SELECT a, b, a + b AS total, a * b AS area, a * 2.5 AS scaled, a AS same,
              a + abs(b) AS larger, (a % 5)::VARCHAR AS digit, (a % 5) // 2 AS half
            FROM (SELECT (i * 7919) % 101 AS a, (i * 104729) % 89 - 44 AS b FROM range(500) r(i))
            """);
    assertThat(Tables.sentences(profile))
        .contains(
            "a + b = total",
            "a * b = area",
            "a = same",
            "a <= larger",
            "scaled = 2.5 * a",
            "digit determines half")
        .doesNotContain("half determines digit", "b <= a");
  }

  @Test
  void aRelationThatOneRowBreaksDoesNotHold() {
    Profile profile =
        Tables.profile(
            folder,
            "SELECT i AS a, i * i % 97 AS b, i + i * i % 97 + CASE WHEN i = 7777 THEN 1 ELSE 0 END AS c FROM range(9000) r(i)",
            ProfileOptions.standard().withSampleRows(50));
    assertThat(Tables.sentences(profile)).doesNotContain("a + b = c");
  }

  @Test
  void namesLeaksOfTheTarget() {
    Profile profile =
        Tables.profile(
            folder,
            """
            SELECT y, y * 3 + 7 AS line, x, CASE WHEN i % 50 = 0 THEN 0 ELSE y END AS copy
            FROM (SELECT i, (i * 7919) % 1009 AS y, (i * 31) % 997 AS x FROM range(1000) r(i))
            """,
            ProfileOptions.standard().withTarget("y"));
    assertThat(profile.leaks().stream().map(leak -> leak.columns().getFirst()))
        .containsExactlyInAnyOrder("line", "copy");
    assertThatThrownBy(() ->
            Tables.profile(
                folder, "SELECT 1 AS a", ProfileOptions.standard().withTarget("nowhere")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("'nowhere'");
  }

  @Test
  void measuresHowColumnsGoTogether() {
    Profile profile =
        profile(
            "SELECT i AS a, -i AS b, (i % 4)::VARCHAR AS c, 'v' || (i % 4) AS d, random() AS e FROM range(200) r(i)");
    assertThat(profile.correlations().getFirst().value()).isEqualTo(-1);
    assertThat(profile.correlations().getFirst().left()).isEqualTo("a");
    assertThat(profile.associations().getFirst().value()).isEqualTo(1);
  }

  @Test
  void theSameSeedGivesTheSameProfile() {
    String query =
        "SELECT i, hash(i) % 1000 AS h, 'n' || hash(i, 1) % 5000 AS s FROM range(30000) r(i)";
    ProfileOptions options = ProfileOptions.standard().withSampleRows(1000);
    Profile one = Tables.profile(folder, query, options);
    assertThat(Tables.profile(folder, query, options)).isEqualTo(one);
    assertThat(Tables.profile(folder, query, options.withSeed(1))).isNotEqualTo(one);
  }

  @Test
  void readsTextFilesOnceAndLeavesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "id,name\n1,x\n2,\n3,\"\"\n");
    try (SqlSession session = Tables.open(folder, folder)) {
      session.execute("CREATE VIEW v AS FROM read_csv(" + SqlSession.text(file.toString()) + ")");
      Profile profile = Profiler.profile(session, "v", ProfileOptions.standard());
      assertThat(profile.rows()).isEqualTo(3);
      assertThat(session.query("SELECT table_name FROM duckdb_tables()", row -> row.text(1)))
          .isEmpty();
    }
  }

  @Test
  void writesAndReadsItself() {
    Profile profile =
        profile(
            "SELECT i AS id, 'a' || i % 9 AS s, DATE '2020-01-01' + i::INTEGER AS d, i / 3 AS f, i % 2 = 0 AS b, [i] AS l FROM range(100) r(i)");
    assertThat(Profile.fromJson(profile.toJson())).isEqualTo(profile);
    assertThat(profile.toJson()).doesNotContain("\"present\"").doesNotContain("\"empty\":false");
  }

  @Test
  void isTextForATerminal() {
    String text =
        ProfileText.of(
            profile(
                "SELECT i AS id, CASE WHEN i > 89 THEN NULL ELSE 'a' || i % 3 END AS s FROM range(100) r(i)"));
    assertThat(text)
        .contains("100 rows, 2 columns, 0 duplicate rows")
        .contains("10.0 %")
        .contains("0 .. 99")
        .contains("unique; rises")
        .contains("a0 33.3 %");
  }
}
