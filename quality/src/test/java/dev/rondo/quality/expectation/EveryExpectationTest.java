package dev.rondo.quality.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.ExpectationCases.Case;
import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/// What holds for every expectation there is: it passes and fails where it should, whatever else a
/// table has.
class EveryExpectationTest {
  private static final Set<String> JUDGES_PRESENCE =
      Set.of("expect_column_values_to_not_be_null", "expect_column_values_to_be_null");
  private static final Set<String> DECLARED =
      Set.of("expect_column_values_to_be_of_type", "expect_column_values_to_be_in_type_list");

  @TempDir static Path folder;
  private static SqlSession session;

  @BeforeAll
  static void open() {
    session = Suites.session(folder);
    session.execute("CREATE TABLE other AS SELECT * FROM (VALUES (1), (2), (3)) v(a)");
    session.execute("CREATE TABLE reference AS SELECT i AS a, TRUE AS keep FROM range(1, 11) r(i)");
  }

  @AfterAll
  static void close() {
    session.close();
  }

  static List<Case> cases() {
    return ExpectationCases.all();
  }

  static Stream<Case> rowCases() {
    return cases().stream()
        .filter(one -> Catalog.find(one.type()).orElseThrow().takes("mostly"))
        .filter(one -> !one.type().startsWith("expect_query"));
  }

  @Test
  void everyOneHasACase() {
    assertThat(cases()).extracting(Case::type).doesNotHaveDuplicates();
    assertThat(Catalog.all())
        .extracting(ExpectationType::name)
        .containsExactlyInAnyOrderElementsOf(cases().stream().map(Case::type).toList());
  }

  /// Rows that are to be judged have `keep`; a bad table of no rows has no such column.
  private static void table(String sql) {
    session.execute("CREATE OR REPLACE TABLE t AS " + sql);
  }

  private static String select(String rows, boolean keep) {
    return "SELECT *, %s AS keep FROM (VALUES %s) v(a, b, c)".formatted(keep, rows);
  }

  private static String bad(Case one) {
    return one.bad().isEmpty() ? "SELECT 1 AS z" : select(one.bad(), true);
  }

  private static ExpectationResult judge(String type, String arguments, String when, Level level) {
    return SuiteRun.of(
            Batch.of(session, "t"),
            List.of(Suites.config(type, arguments, when)),
            ResultFormat.of(level),
            ExpectationCases.BESIDE)
        .results()
        .getFirst();
  }

  private static ExpectationResult judge(Case one) {
    return judge(one.type(), one.arguments(), "", Level.BASIC);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void passesAndFails(Case one) {
    table(select(one.good(), true));
    assertThat(judge(one).exception()).isEmpty();
    assertThat(judge(one).success()).as(judge(one).result().toString()).isTrue();

    table(bad(one));
    assertThat(judge(one).exception()).isEmpty();
    assertThat(judge(one).success()).as(judge(one).result().toString()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void judgesOnlyTheRowsOfItsCondition(Case one) {
    ExpectationType type = Catalog.find(one.type()).orElseThrow();
    if (type.isConditional() && !DECLARED.contains(one.type())) {
      table(select(one.good(), true) + " UNION ALL " + select(one.bad(), false));

      ExpectationResult result = judge(one.type(), one.arguments(), "keep == True", Level.BASIC);

      assertThat(result.exception()).isEmpty();
      assertThat(result.success()).as(result.result().toString()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void judgesATableWithoutRows(Case one) {
    table(select(one.good(), true) + " LIMIT 0");
    assertThat(judge(one).exception()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rowCases")
  void ofNoRowsAllAreGood(Case one) {
    table(select(one.good(), true) + " LIMIT 0");
    boolean isSchema = DECLARED.contains(one.type()) && !judge(one).result().has("element_count");
    assertThat(judge(one).success() || isSchema).isTrue();
  }

  @ParameterizedTest
  @MethodSource("rowCases")
  void toleratesWhatItMay(Case one) {
    table(bad(one));
    ObjectNode arguments = Json.parseObject(one.arguments());
    arguments.put("mostly", 0.0);
    ExpectationResult result = judge(one.type(), arguments.toString(), "", Level.BASIC);
    assertThat(result.success() || !result.result().has("element_count")).isTrue();
  }

  @ParameterizedTest
  @MethodSource("rowCases")
  void missingValuesAreNotJudged(Case one) {
    if (!JUDGES_PRESENCE.contains(one.type())) {
      table(select(one.good(), true) + " UNION ALL SELECT NULL, NULL, NULL, TRUE");
      ExpectationResult result = judge(one);
      assertThat(result.success()).as(result.result().toString()).isTrue();
      assertThat(result.result().path("missing_count").asInt(1)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void eachFormatHasItsFields(Case one) {
    table(bad(one));
    ExpectationType type = Catalog.find(one.type()).orElseThrow();
    assertThat(fields(one, Level.BOOLEAN_ONLY)).isEmpty();
    Set<String> basic = fields(one, Level.BASIC);
    if (basic.contains("element_count")) {
      Set<String> wanted =
          new HashSet<>(
              Set.of(
                  "element_count",
                  "unexpected_count",
                  "unexpected_percent",
                  "partial_unexpected_list"));
      if (!JUDGES_PRESENCE.contains(one.type())) {
        wanted.addAll(
            Set.of(
                "missing_count",
                "missing_percent",
                "unexpected_percent_total",
                "unexpected_percent_nonmissing"));
      }
      assertThat(basic).isEqualTo(wanted);
      wanted.addAll(Set.of("partial_unexpected_counts", "partial_unexpected_index_list"));
      assertThat(fields(one, Level.SUMMARY)).isEqualTo(wanted);
      wanted.addAll(Set.of("unexpected_list", "unexpected_index_list", "unexpected_index_query"));
      assertThat(fields(one, Level.COMPLETE)).isEqualTo(wanted);
    } else if (type.family() != Family.QUERY) {
      assertThat(fields(one, Level.SUMMARY)).isEqualTo(basic);
      assertThat(fields(one, Level.COMPLETE)).isEqualTo(basic);
    }
  }

  private static Set<String> fields(Case one, Level level) {
    return new HashSet<>(judge(one.type(), one.arguments(), "", level).result().propertyNames());
  }
}
