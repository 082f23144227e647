package dev.rondo.quality.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class GreatExpectationsTest {
  private static final String V1 =
      """
      {
       "name": "trips",
       "id": "0d5a4a7e-96cb-4b4c-bd8a-9c8f8a6f4b11",
       "expectations": [
        {
         "type": "expect_column_values_to_be_between",
         "kwargs": {
          "column": "x",
          "mostly": 0.5,
          "row_condition": {
           "column": {"name": "x"}, "operator": ">", "parameter": 0, "type": "comparison"
          },
          "condition_parser": "great_expectations",
          "min_value": {"$PARAMETER": "lo"},
          "max_value": 2.0
         },
         "meta": {"k": 1},
         "notes": ["n1", "n2"],
         "description": "desc",
         "severity": "warning"
        },
        {
         "type": "expect_column_values_to_not_be_null",
         "kwargs": {"column": "x", "result_format": "COMPLETE"},
         "id": "1f0b9f2c-6a0f-4e0e-9a56-4b6e3c3f2d10",
         "meta": {},
         "notes": "one",
         "rendered_content": [{"name": "atomic.prescriptive.summary"}]
        }
       ],
       "meta": {"owner": "me", "great_expectations_version": "1.24.1"},
       "suite_parameters": {"lo": 0},
       "notes": "hello"
      }
      """;
  private static final String V0 =
      """
      {
       "expectation_suite_name": "trips",
       "ge_cloud_id": "0d5a4a7e-96cb-4b4c-bd8a-9c8f8a6f4b11",
       "data_asset_type": "Dataset",
       "evaluation_parameters": {"lo": 0},
       "expectations": [
        {
         "expectation_type": "expect_column_values_to_be_in_set",
         "kwargs": {
          "column": "x",
          "value_set": [1, 2],
          "row_condition": "x > 1",
          "condition_parser": "pandas",
          "catch_exceptions": true
         },
         "meta": {"notes": {"format": "markdown", "content": ["one"]}}
        }
       ],
       "meta": {"great_expectations_version": "0.18.21"}
      }
      """;

  private static Suite parse(String json) {
    return Suite.parse("suite.json", json);
  }

  @Test
  void readsTheFormOfVersion1() {
    Suite suite = parse(V1);

    assertThat(suite.name()).isEqualTo("trips");
    assertThat(suite.about().notes()).containsExactly("hello");
    assertThat(suite.parameters()).containsKey("lo");
    SuiteExpectation first = suite.expectations().getFirst();
    assertThat(first.severity()).isEqualTo(Severity.WARNING);
    assertThat(first.condition().orElseThrow().parser()).isEqualTo("great_expectations");
    assertThat(first.about().description()).isEqualTo("desc");
    assertThat(first.about().notes()).containsExactly("n1", "n2");
    assertThat(first.given().toString())
        .isEqualTo(
            "{\"column\":\"x\",\"mostly\":0.5,\"min_value\":{\"$PARAMETER\":\"lo\"},"
                + "\"max_value\":2.0}");
  }

  @Test
  void whatIsReadIsWrittenAgain() {
    assertThat(GreatExpectations.V1.write(parse(V1))).isEqualTo(Json.parse(V1));
    assertThat(GreatExpectations.V0.write(parse(V0))).isEqualTo(Json.parse(V0));
  }

  @Test
  void theOldFormIsWrittenAsTheNewOne() {
    assertThat(Json.pretty(GreatExpectations.V1.write(parse(V0))).lines())
        .contains(
            "  \"name\" : \"trips\",", "    \"type\" : \"expect_column_values_to_be_in_set\",")
        .noneMatch(line -> line.contains("expectation_type") || line.contains("Dataset"));
  }

  @Test
  void everyTypeOfTheCatalogSurvivesBothForms() {
    Suite suite = Examples.catalog();
    for (GreatExpectations form : List.of(GreatExpectations.V0, GreatExpectations.V1)) {
      var json = form.write(suite);
      assertThat(form.write(parse(json.toString()))).isEqualTo(json);
    }
  }

  @Test
  void argumentsThatAreAsTheyWouldBeAnywayAreNotWritten() {
    Suite suite =
        Examples.yaml("columns: {a: [{be_between: {min: 0, strict_min: false, mostly: 1}}]}");

    assertThat(GreatExpectations.V1.write(suite).at("/expectations/0/kwargs").toString())
        .isEqualTo("{\"column\":\"a\",\"min_value\":0}");
  }

  @Test
  void ourIdsAndFormatsSurvive() {
    Suite suite =
        Examples.yaml(
            "id: mine",
            "result_format: COMPLETE",
            "columns: {a: [{not_be_null: {id: a-is-there}}]}");
    Suite again = parse(GreatExpectations.V1.write(suite).toString());

    assertThat(again.yaml()).isEqualTo(suite.yaml());
    assertThat(again.format()).isEqualTo(suite.format());
    assertThat(GreatExpectations.V1.write(suite).has("id")).isFalse();
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsPlace() {
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                parse(
                    """
                    {
                     "name": "",
                     "expectation": [],
                     "expectations": [
                      {"type": "expect_column_values_to_be_betwen", "kwargs": {}},
                      {"type": "expect_column_values_to_be_between", "kwarg": {}},
                      {"type": "expect_column_values_to_be_between",
                       "kwargs": {"colum": "a", "min_value": "a"}, "severity": "error"},
                      {"type": "expect_column_type_to_be",
                       "kwargs": {"column": "a", "type_": "str", "row_condition": "a > 1"}},
                      {"type": "expect_table_row_count_to_equal",
                       "kwargs": {"value": {"$PARAMETER": "1 +"}}}
                     ]
                    }
                    """));

    assertThat(problem.mistakes())
        .extracting(Mistake::toString)
        .containsExactly(
            "suite.json:2:2: 'name' is \"\", but a text is needed.",
            "suite.json:3:2: The key 'expectation' is unknown. Did you mean 'expectations'?",
            "suite.json:5:4: There is no expectation 'expect_column_values_to_be_betwen'. Did you"
                + " mean 'expect_column_values_to_be_between'?",
            "suite.json:6:3: 'column' is missing: a column's name is needed.",
            "suite.json:6:50: The key 'kwarg' is unknown. Did you mean 'kwargs'?",
            "suite.json:7:3: 'column' is missing: a column's name is needed.",
            "suite.json:8:15: The key 'colum' is unknown. Did you mean 'column'?",
            "suite.json:8:29: 'min_value' is \"a\", but a number, a date or a time is needed.",
            "suite.json:8:48: 'severity' is \"error\", but critical or warning or info is needed.",
            "suite.json:10:46: expect_column_type_to_be takes no row condition.",
            "suite.json:12:15: '1 +' is not a formula: a value is missing.");
  }

  @Test
  void whatIsNoJsonIsRefusedWithItsPlace() {
    assertThat(catchThrowableOfType(Problem.class, () -> parse("{\n \"name\": }")).mistakes())
        .singleElement()
        .asString()
        .startsWith("suite.json:2:10: This is not JSON: ");
  }

  @Test
  void theFormByHandMayBeJsonToo() {
    assertThat(parse("{\"suite\": \"s\", \"columns\": {\"a\": [\"not_be_null\"]}}").yaml())
        .isEqualTo("suite: s\ncolumns:\n  a:\n    - not_be_null\n");
  }
}
