package dev.rondo.quality.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.SqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UglyInputTest {
  @TempDir Path folder;

  /// A profile that can be written, read and shown.
  private Profile profile(String query) {
    Profile profile = Tables.profile(folder, query);
    assertThat(Profile.fromJson(profile.toJson())).isEqualTo(profile);
    assertThat(ProfileText.of(profile)).isNotEmpty();
    assertThat(profile.merge(profile).rows()).isEqualTo(2 * profile.rows());
    return profile;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 AS a, 'x' AS b, DATE '2020-01-01' AS c, 1.5 AS d WHERE false",
        "SELECT 1 AS a, 'x' AS b, DATE '2020-01-01' AS c, 1.5 AS d",
        "SELECT NULL AS a, NULL::INTEGER AS b, NULL::DOUBLE AS c, NULL::DATE AS d FROM range(5)",
        "SELECT 'NaN'::DOUBLE AS a, 'Infinity'::DOUBLE AS b, '-Infinity'::FLOAT AS c FROM range(5)",
        "SELECT 1e308 * (CASE WHEN i % 2 = 0 THEN 1 ELSE -1 END) AS a, 1e-310 * i AS b, 1e300 AS c FROM range(9) r(i)",
        "SELECT i::HUGEINT * 1000000000000000000000 AS a, (i + 0.25)::DECIMAL(38, 10) AS b, i::UBIGINT AS c FROM range(9) r(i)",
        "SELECT 170141183460469231731687303715884105727::HUGEINT AS a, 9223372036854775807 AS b FROM range(9)",
        "SELECT [i, 1] AS a, {'x': i} AS b, MAP{'k': i} AS c, 'a'::BLOB AS d, ['x']::VARCHAR[1] AS e FROM range(9) r(i)",
        "SELECT INTERVAL 1 DAY AS a, TIME '10:00:00' AS b, uuid() AS c, '101'::BIT AS d, (i % 2)::UTINYINT AS e FROM range(9) r(i)",
        "SELECT 'infinity'::DATE AS a, '-infinity'::TIMESTAMP AS b, DATE '0001-01-01' AS c, DATE '290000-01-01' AS d FROM range(3)",
        "SELECT DATE '0044-03-15' - 99999 AS a, TIMESTAMP '1500-01-01 01:02:03.4' AS b, '2020-01-01 00:00:00+02'::TIMESTAMPTZ AS c",
        "SELECT TIMESTAMP_NS '2020-01-01 00:00:00.123456789' AS a, TIMESTAMP_S '1960-01-01' AS b FROM range(3)",
        "SELECT CASE i % 3 WHEN 0 THEN '1' WHEN 1 THEN 'x' ELSE '2020-01-01' END AS mixed FROM range(30) r(i)",
        "SELECT 'a'::ENUM('a', 'b') AS a, true AS b FROM range(4)",
        "SELECT repeat('x', 3000000) AS long, chr(0) || 'a' AS control, '日本語 🎉' AS wide FROM range(3)",
        "SELECT 0.0::DOUBLE AS zero, -0.0::DOUBLE AS minus, 5 AS five FROM range(4)"
      })
  void isToldNotCrashed(String query) {
    profile(query);
  }

  @Test
  void namesMayHoldQuotesAndSql() {
    Profile profile =
        profile(
            """
            SELECT i AS "a""b", i % 2 AS "'; DROP TABLE t; --", i * 2 AS "sélect", i AS "A", i AS "a"
            FROM range(20) r(i)
            """);
    assertThat(profile.columns()).extracting(ColumnProfile::name).contains("a\"b", "sélect");
    assertThat(profile.columns()).hasSize(5);
    try (SqlSession session = Tables.open(folder)) {
      session.execute("CREATE TABLE \"my \"\"own\"\" table\" AS SELECT 1 AS x");
      assertThat(Profiler.profile(session, "my \"own\" table", ProfileOptions.standard()).rows())
          .isEqualTo(1);
    }
  }

  @Test
  void countsWhatIsNoNumber() {
    ColumnProfile x =
        Tables.column(
            profile(
                "SELECT unnest(['1', 'NaN', 'Infinity', '-Infinity', NULL, '3']::DOUBLE[]) AS x"),
            "x");
    assertThat(x.counts()).isEqualTo(new ColumnProfile.Counts(6, 1, 0, 1, 2));
    Numbers numbers = x.numbers().orElseThrow();
    assertThat(numbers.min()).isEqualTo(1);
    assertThat(numbers.max()).isEqualTo(3);
    assertThat(numbers.moments().mean()).isEqualTo(2);
  }

  @Test
  void numbersTooLargeToSquareAreNoted() {
    Profile profile = profile("SELECT unnest([1.0, 2.0, 1e308, -1e308, 1.5e308]) AS x");
    assertThat(profile.notes()).hasSize(1);
    assertThat(Tables.column(profile, "x").numbers().orElseThrow().max()).isEqualTo(1.5e308);
  }

  @Test
  void longCellsAreCut() {
    Profile profile = profile("SELECT repeat('x', 5000000) || i AS x FROM range(3) r(i)");
    ColumnProfile x = Tables.column(profile, "x");
    assertThat(profile.toJson()).hasSizeLessThan(10_000);
    assertThat(x.text().orElseThrow().longest()).isEqualTo(5_000_001);
  }

  @Test
  void longTextsThatBeginAlikeAreNotOneValue() {
    Profile profile = profile("SELECT repeat('x', 300) || i AS x FROM range(900) r(i)");
    assertThat(Tables.column(profile, "x").values().distinct()).isBetween(800L, 900L);
  }

  @Test
  void datesOfAllAges() {
    ColumnProfile x =
        Tables.column(
            profile("SELECT DATE '1888-01-01' + (i * 400)::INTEGER AS x FROM range(100) r(i)"),
            "x");
    assertThat(x.spread().min()).isEqualTo("1888-01-01");
    assertThat(x.spread().histogram().unit()).isEqualTo(BinUnit.YEAR);
    assertThat(x.spread().histogram().label(0)).isEqualTo("1888");
  }

  @Test
  void headerOnly() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "id,name\n");
    try (SqlSession session = Tables.open(folder, folder)) {
      session.execute("CREATE VIEW v AS FROM read_csv(" + SqlSession.text(file.toString()) + ")");
      Profile profile = Profiler.profile(session, "v", ProfileOptions.standard());
      assertThat(profile.rows()).isZero();
      assertThat(profile.columns())
          .extracting(ColumnProfile::name)
          .isEqualTo(List.of("id", "name"));
    }
  }

  @Test
  void manyColumnsAreProfiledInParts() throws IOException {
    int columns = 1200;
    StringBuilder text = new StringBuilder();
    for (int row = -1; row < 40; row++) {
      for (int c = 0; c < columns; c++) {
        String value = c % 3 == 0 ? "x" + row % 7 : Integer.toString(row * (c + 1));
        text.append(c == 0 ? "" : ",").append(row < 0 ? "c" + c : value);
      }
      text.append('\n');
    }
    Path file = Files.writeString(folder.resolve("wide.csv"), text);
    try (SqlSession session = Tables.open(folder, folder)) {
      session.execute("CREATE VIEW v AS FROM read_csv(" + SqlSession.text(file.toString()) + ")");
      Profile profile = Profiler.profile(session, "v", ProfileOptions.standard());
      assertThat(profile.columns()).hasSize(columns);
      assertThat(profile.notes()).hasSize(1);
      ColumnProfile last = Tables.column(profile, "c1198");
      assertThat(last.spread().max()).isEqualTo(Integer.toString(39 * 1199));
      assertThat(last.values().distinct()).isEqualTo(40);
      assertThat(last.numbers().orElseThrow().quantiles().median()).isEqualTo(19.5 * 1199);
      assertThat(session.scratch()).isEmptyDirectory();
      assertThat(profile.merge(profile).rows()).isEqualTo(80);
    }
  }

  @Test
  void manyColumnsHaveTheFiguresOfFew() {
    String some =
        """
        i AS a%1$d, i / 7.0 AS b%1$d, 'x' || i AS c%1$d, DATE '2020-01-01' + i::INTEGER AS d%1$d,
        CASE WHEN i %% 3 = 0 THEN 'nan' WHEN i %% 5 = 0 THEN '-infinity' ELSE i::VARCHAR END::DOUBLE AS e%1$d,
        i %% 2 = 0 AS f%1$d, [i] AS g%1$d, NULL AS h%1$d, (i + 0.5)::DECIMAL(9, 2) AS i%1$d,
        CASE WHEN i > 20 THEN '' END AS j%1$d
        """;
    String many =
        IntStream.range(0, 60).mapToObj(some::formatted).collect(Collectors.joining(", "));
    Profile wide = profile("SELECT " + many + " FROM range(40) r(i)");
    Profile narrow = profile("SELECT " + some.formatted(7) + " FROM range(40) r(i)");
    for (ColumnProfile column : narrow.columns()) {
      ColumnProfile same = Tables.column(wide, column.name());
      assertThat(same.counts()).isEqualTo(column.counts());
      assertThat(same.spread().min()).isEqualTo(column.spread().min());
      assertThat(same.spread().max()).isEqualTo(column.spread().max());
      assertThat(same.numbers().map(Numbers::moments))
          .isEqualTo(column.numbers().map(Numbers::moments));
      assertThat(same.text().map(TextFacts::longest))
          .isEqualTo(column.text().map(TextFacts::longest));
    }
  }
}
