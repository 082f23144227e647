package dev.rondo.quality.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.data.SqlSession;
import dev.rondo.quality.expectation.ResultFormat.Level;
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.profile.ProfileOptions;
import dev.rondo.quality.profile.Profiler;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftTest {
  private static final String TYPE = "expect_column_distribution_to_be_close_to_reference";
  private static final Surroundings ALONE = Surroundings.at(Suites.NOW);

  @TempDir static Path folder;
  private static SqlSession session;

  @BeforeAll
  static void open() {
    session = Suites.session(folder);
    session.execute(
        "CREATE TABLE trained AS SELECT i / 7.0 AS x, i % 40 AS n, ['a', 'b', 'c'][1 + i % 3] AS w,"
            + " i % 4 = 0 AS f, DATE '2020-01-01' AS d, CAST(NULL AS INTEGER) AS e FROM range(4000)"
            + " r(i)");
    session.execute("CREATE TABLE t AS FROM trained");
    session.execute(
        "CREATE TABLE moved AS SELECT x * 2 AS x, n + 15 AS n, replace(w, 'b', 'z') AS w, NOT f AS f"
            + " FROM trained");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static ExpectationConfig config(String column, String method, String reference) {
    return Suites.config(
        TYPE,
        "{\"column\": \"%s\", \"method\": \"%s\", \"reference\": \"%s\"}"
            .formatted(column, method, reference));
  }

  private static SuiteRun.Outcome run(
      String table, Surroundings around, List<ExpectationConfig> configs) {
    return SuiteRun.of(Batch.of(session, table), configs, ResultFormat.of(Level.BASIC), around);
  }

  private static ExpectationResult judge(
      String table, Surroundings around, String column, String method, String reference) {
    return run(table, around, List.of(config(column, method, reference))).results().getFirst();
  }

  @Test
  void aTableIsCloseToItselfAndNotToWhatMoved() {
    for (Distance distance : Distance.values()) {
      for (String column :
          distance.isOfNumbers() ? List.of("x", "n") : List.of("x", "n", "w", "f")) {
        ExpectationResult same = judge("t", ALONE, column, distance.word(), "trained");
        assertThat(same.exception()).isEmpty();
        assertThat(same.success()).as(same.result().toString()).isTrue();
        ExpectationResult other = judge("moved", ALONE, column, distance.word(), "trained");
        assertThat(other.exception()).isEmpty();
        assertThat(other.success()).as(other.result().toString()).isFalse();
      }
    }
  }

  @Test
  void columnsShareTheScansOfEachSide() {
    List<ExpectationConfig> configs =
        List.of(
            config("x", "psi", "trained"),
            config("n", "psi", "trained"),
            config("n", "jensen_shannon", "trained"));
    assertThat(run("t", ALONE, configs).passes())
        .as("a look at each side, values that are only counted, and then the shares of each side")
        .filteredOn(pass -> pass.kind() == Pass.Kind.AGGREGATE)
        .hasSize(5);
  }

  @Test
  void aProfileStandsForItsTable() {
    Profile profile =
        Profile.fromJson(Profiler.profile(session, "trained", ProfileOptions.standard()).toJson());
    Surroundings around = ALONE.withProfiles(Map.of("reference", profile));
    for (String method : List.of("psi", "jensen_shannon", "chi_square")) {
      for (String column : List.of("x", "n", "w", "f")) {
        ExpectationResult same = judge("t", around, column, method, "reference");
        assertThat(same.exception()).isEmpty();
        assertThat(same.success()).as(same.result().toString()).isTrue();
        assertThat(judge("moved", around, column, method, "reference").success()).isFalse();
      }
    }
    double byTable = judge("moved", ALONE, "w", "psi", "trained").measured().orElseThrow();
    assertThat(judge("moved", around, "w", "psi", "reference").measured().orElseThrow())
        .isCloseTo(byTable, within(1e-12));
    assertThat(exception(judge("t", around, "x", "ks", "reference")))
        .isEqualTo(
            "ks compares the numbers themselves, which the profile 'reference' does not keep; use"
                + " psi, jensen_shannon or chi_square.");
    assertThat(exception(judge("moved", around.withProfiles(Map.of()), "x", "psi", "reference")))
        .contains("There is no table 'reference' to compare with");
  }

  private static String exception(ExpectationResult result) {
    return result.exception().orElseThrow();
  }

  @Test
  void whatCannotBeComparedIsSaid() {
    assertThat(exception(judge("t", ALONE, "d", "psi", "trained")))
        .isEqualTo("Column \"d\" is of type DATE, which psi does not compare.");
    assertThat(exception(judge("t", ALONE, "w", "wasserstein", "trained")))
        .isEqualTo("Column \"w\" is of type VARCHAR, which wasserstein does not compare.");
    assertThat(exception(judge("t", ALONE, "e", "psi", "trained")))
        .isEqualTo("The reference 'trained' has no values of \"e\" to compare with.");
    assertThat(exception(judge("moved", ALONE, "x", "psi", "nowhere")))
        .isEqualTo("There is no table 'nowhere' to compare with; give one of this name.");
  }

  @Test
  void withoutValuesNothingIsClose() {
    session.execute("CREATE OR REPLACE TABLE gone AS FROM trained LIMIT 0");
    for (String method : List.of("psi", "ks")) {
      ExpectationResult result = judge("gone", ALONE, "x", method, "trained");
      assertThat(result.success()).isFalse();
      assertThat(result.result().path("observed_value").isNull()).isTrue();
    }
  }

  @Test
  void aConstantReferenceNoticesWhatLiesBelow() {
    session.execute("CREATE OR REPLACE TABLE same AS SELECT 5 AS x FROM range(50)");
    session.execute("CREATE OR REPLACE TABLE below AS SELECT 4 AS x FROM range(50)");
    assertThat(judge("below", ALONE, "x", "psi", "same").success()).isFalse();
    assertThat(judge("same", ALONE, "x", "psi", "same").success()).isTrue();
  }
}
