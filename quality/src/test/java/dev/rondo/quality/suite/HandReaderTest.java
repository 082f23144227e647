package dev.rondo.quality.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.quality.Severity;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandReaderTest {

  private static List<String> mistakes(String... lines) {
    Problem problem = catchThrowableOfType(Problem.class, () -> Examples.yaml(lines));
    return problem.mistakes().stream().map(Mistake::toString).toList();
  }

  private static String given(String... lines) {
    return Examples.only(Examples.yaml(lines)).given().toString();
  }

  @Test
  void readsExpectationsOfTheTableAndOfColumns() {
    Suite suite =
        Examples.yaml(
            "parameters: {longest: 180}",
            "expect:",
            "  - table_row_count_to_be_between: {min_value: 1}",
            "  - column_pair_values_a_to_be_greater_than_b: {column_A: dropoff, column_B: pickup,"
                + " severity: warning}",
            "columns:",
            "  distance:",
            "    - not_be_null",
            "    - be_between: {min: 0, max: $longest, mostly: 0.99, when: 'vendor == 1'}",
            "  vendor:",
            "    - be_in_set: [1, 2]");

    assertThat(suite.name()).isEqualTo("trips");
    assertThat(suite.expectations())
        .extracting(expectation -> expectation.type().name() + " " + expectation.given())
        .containsExactly(
            "expect_table_row_count_to_be_between {\"min_value\":1}",
            "expect_column_pair_values_a_to_be_greater_than_b"
                + " {\"column_A\":\"dropoff\",\"column_B\":\"pickup\"}",
            "expect_column_values_to_not_be_null {\"column\":\"distance\"}",
            "expect_column_values_to_be_between {\"column\":\"distance\",\"min_value\":0,"
                + "\"max_value\":{\"$PARAMETER\":\"longest\"},\"mostly\":0.99}",
            "expect_column_values_to_be_in_set {\"column\":\"vendor\",\"value_set\":[1,2]}");
    assertThat(suite.expectations())
        .extracting(SuiteExpectation::severity)
        .containsExactly(
            Severity.ERROR, Severity.WARNING, Severity.ERROR, Severity.ERROR, Severity.ERROR);
    assertThat(suite.expectations().get(3).condition().map(Condition::text))
        .isEqualTo(Optional.of("vendor == 1"));
    assertThat(suite.parameterNames()).containsExactly("longest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max_to_be_between: [0, 5] | {'column':'a','min_value':0,'max_value':5}",
        "match_regex: ^x | {'column':'a','regex':'^x'}",
        "lengths_to_equal: 3 | {'column':'a','value':3}",
        "be_of_type: str | {'column':'a','type_':'str'}",
        "expect_column_values_to_be_in_set: [x] | {'column':'a','value_set':['x']}",
        "be_in_set: $known | {'column':'a','value_set':{'$PARAMETER':'known'}}",
        "be_in_set: {$PARAMETER: known} | {'column':'a','value_set':{'$PARAMETER':'known'}}",
        "be_in_set: [$$known, $x] | {'column':'a','value_set':['$known',{'$PARAMETER':'x'}]}",
        "be_between: {max: \"${now() - timedelta(days=1)}\"} |"
            + " {'column':'a','max_value':{'$PARAMETER':'now() - timedelta(days=1)'}}",
      })
  void anItemMayBeShort(String item, String given) {
    assertThat(given("columns: {a: [{" + item + "}]}")).isEqualTo(given.replace('\'', '"'));
  }

  @Test
  void optionsMayStandBesideTheName() {
    SuiteExpectation expectation =
        Examples.only(
            Examples.yaml(
                "columns:",
                "  vendor:",
                "    - be_in_set: [1, 2]",
                "      mostly: 0.9",
                "      severity: info",
                "      notes: [one, two]",
                "      id: vendors",
                "      meta: {owner: me}",
                "      description: Only two vendors."));

    assertThat(expectation.given().path("mostly").doubleValue()).isEqualTo(0.9);
    assertThat(expectation.severity()).isEqualTo(Severity.INFO);
    assertThat(expectation.about().notes()).containsExactly("one", "two");
    assertThat(expectation.about().id()).isEqualTo("vendors");
    assertThat(expectation.about().description()).isEqualTo("Only two vendors.");
    assertThat(expectation.about().meta().toString()).isEqualTo("{\"owner\":\"me\"}");
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsPlace() {
    assertThat(
            mistakes(
                "colums: {}",
                "expect:",
                "  - table_row_count_to_be_betwen: {min_value: 1}",
                "  - not_be_null",
                "  - table_row_count_to_equal: {value: many, severty: warning}",
                "columns:",
                "  distance:",
                "    - be_betwen: {min: 0}",
                "    - be_between: {}",
                "    - be_between: {min: 0, min_value: 1}",
                "    - be_between: {min: 0, mostly: 2, severity: grave}",
                "    - table_row_count_to_equal: 4",
                "    - be_in_set: [1]",
                "      severty: info",
                "    - {}",
                "    - type_to_be: BIGINT",
                "      when: vendor == 1",
                "    - be_between: {max: '${1 +}'}"))
        .containsExactly(
            "trips.yaml:2:1: The key 'colums' is unknown. Did you mean 'columns'?",
            "trips.yaml:4:5: There is no expectation 'table_row_count_to_be_betwen'. Did you mean"
                + " 'table_row_count_to_be_between'?",
            "trips.yaml:5:5: 'not_be_null' is about a column; it stands under 'columns' and the"
                + " column's name.",
            "trips.yaml:6:32: 'value' is \"many\", but a whole number is needed.",
            "trips.yaml:6:45: The key 'severty' is unknown. Did you mean 'severity'?",
            "trips.yaml:9:7: There is no expectation 'be_betwen'. Did you mean 'be_between'?",
            "trips.yaml:10:7: At least one of 'min_value' and 'max_value' is needed.",
            "trips.yaml:11:28: 'min_value' is said twice.",
            "trips.yaml:12:28: 'mostly' is 2, but a number from 0 to 1 is needed.",
            "trips.yaml:12:39: 'severity' is \"grave\", but critical or warning or info is needed.",
            "trips.yaml:13:7: 'table_row_count_to_equal' is not about one column; it stands under"
                + " 'expect'.",
            "trips.yaml:15:7: The key 'severty' is unknown. Did you mean 'severity'?",
            "trips.yaml:16:7: Here stands no expectation.",
            "trips.yaml:18:7: expect_column_type_to_be takes no row condition.",
            "trips.yaml:19:20: '1 +' is not a formula: a value is missing.");
  }

  @Test
  void aNameThatIsLongerThanNeedBeIsToldItsShortOne() {
    assertThat(mistakes("columns: {a: [values_to_not_be_null]}"))
        .containsExactly(
            "trips.yaml:2:15: Under a column 'values_to_not_be_null' is called 'not_be_null'.");
  }

  @Test
  void aDefaultOfTheWrongFormIsAMistake() {
    assertThat(mistakes("parameters: {most: much}", "columns: {a: [{be_between: {max: $most}}]}"))
        .singleElement()
        .asString()
        .contains("'max_value' is \"much\", but a number, a date or a time is needed.");
  }

  @Test
  void whatIsGivenOnlyAtRunTimeIsNotJudgedYet() {
    assertThat(given("columns: {a: [{be_between: {max: $most}}]}"))
        .isEqualTo("{\"column\":\"a\",\"max_value\":{\"$PARAMETER\":\"most\"}}");
  }

  @Test
  void theFormatMayBeALevelOrSpelledOut() {
    assertThat(Examples.yaml("result_format: COMPLETE").format())
        .contains(ResultFormat.of(Level.COMPLETE));
    assertThat(
            Examples.yaml(
                    "result_format: {result_format: SUMMARY, partial_unexpected_count: 5,"
                        + " include_unexpected_rows: true, unexpected_index_column_names: [id],"
                        + " return_unexpected_index_query: false, exclude_unexpected_values: true}")
                .format())
        .contains(new ResultFormat(Level.SUMMARY, 5, true, List.of("id"), false, false));
    assertThat(mistakes("result_format: {include_unexpected_rows: true}"))
        .containsExactly(
            "trips.yaml:2:17: With 'include_unexpected_rows' the 'result_format' must be said,"
                + " too.");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Suite suite = Examples.catalog();
    Suite again = Suite.parse("again.yaml", suite.yaml());
    assertThat(texts(again)).containsExactlyInAnyOrderElementsOf(texts(suite));
    assertThat(again.yaml()).isEqualTo(suite.yaml());
  }

  /// Examples may spell defaults out.
  private static List<String> texts(Suite suite) {
    return suite.expectations().stream()
        .map(e -> e.type() + " " + GreatExpectations.withoutDefaults(e.type(), e.given()))
        .toList();
  }

  @Test
  void difficultTextsSurvive() {
    String yaml =
        Examples.yaml(
                "notes: \"two\\nlines: 'x'\"",
                "parameters: {most: 2, limit: [1.5, no, 'no', null, '1', ' x ', '#', 'é: ü', '\u2028']}",
                "meta: {'a b': {'': 1e300}}",
                "columns:",
                "  'a: \"b\"':",
                "    - be_in_set: ['$$a', $limit, '${most * 2}', '-', \"\\u0000\"]",
                "      when: {condition: 'col(\"x\") > 1', parser: great_expectations}")
            .yaml();
    assertThat(Suite.parse("x.yaml", yaml).yaml()).isEqualTo(yaml);
    assertThat(yaml)
        .contains(
            "    - be_in_set: ['$$a', $limit, '${most * 2}', '-', \"\\u0000\"]\n"
                + "      when: {condition: 'col(\"x\") > 1', parser: great_expectations}\n");
  }

  @Test
  void shortNamesUnderAColumnMeanOneTypeEach() {
    assertThat(
            Examples.catalog().expectations().stream()
                .filter(e -> e.type().takes("column"))
                .map(e -> ShortNames.namesUnderColumn(e.type()).getFirst()))
        .doesNotHaveDuplicates();
  }
}
