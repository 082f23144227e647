package dev.rondo.quality.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.expectation.ExpectationResult;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.expectation.ResultFormat.Level;
import dev.rondo.quality.suite.Suite;
import dev.rondo.quality.suite.SuiteResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What a check shows of columns that a contract beside its suite classifies.
class MaskingTest {
  private static final List<String> SECRETS =
      List.of("anna", "bert", "carl", "1234", "5678", "4321", "68888", "275554");
  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: people
      version: 1.0.0
      status: active
      schema:
        - name: people
          properties:
            - {name: id, logicalType: integer}
            - {name: email, logicalType: string, classification: pii}
            - {name: salary, logicalType: integer, tags: [confidential]}
            - {name: city, logicalType: string}
      """;

  /// Every way in which a value can get into a result.
  private static final String SUITE =
      """
      suite: people
      columns:
        email:
          - be_in_set: {value_set: [nobody]}
          - lengths_to_be_between: {max: 3}
          - distinct_values_to_be_in_set: {value_set: [nobody]}
          - most_common_value_to_be_in_set: {value_set: [nobody]}
          - sum_to_be_between: {max: 1}
        salary:
          - be_between: {max: 10}
          - mean_to_be_between: {max: 10}
          - max_to_be_between: {max: 10}
          - quantile_values_to_be_between: {quantile_ranges: {quantiles: [0.5], value_ranges: [[0, 1]]}}
          - sum_to_be_close_to_previous: {max_change: 0.1}
        city:
          - be_in_set: {value_set: [Ulm]}
          - {be_in_set: {value_set: [Rom]}, when: "salary > 74000"}
        id:
          - be_in_set: {value_set: [9], when: "email != 'nobody'"}
      expect:
        - column_pair_values_to_be_equal: {column_A: city, column_B: email}
        - compound_columns_to_be_unique: {column_list: [city, salary]}
        - result_to_be_usual: {expectation: {type: expect_column_max_to_be_between, kwargs: {column: salary}}}
        - unexpected_rows: SELECT * FROM {batch}
        - unexpected_rows: SELECT * FROM {batch} WHERE id > 0
        - unexpected_rows: SELECT email AS city FROM {batch}
        - unexpected_rows: SELECT id, "Email" FROM {batch}
        - unexpected_rows: SELECT city FROM {batch} AS t(id, city, a, b)
        - unexpected_rows: SELECT * FROM {batch} WHERE id < 0 UNION ALL SELECT id, city, 1, email FROM {batch}
        - unexpected_rows: SELECT CAST(email AS INTEGER) FROM {batch}
        - query_result_to_be_usual: {query: "SELECT max(salary) FROM {batch}"}
      """;

  @TempDir Path folder;
  private DataCheck check;

  @BeforeEach
  void write() throws IOException {
    check =
        DataCheck.of(
            Files.writeString(
                folder.resolve("people.csv"),
                """
                id,email,salary,city
                1,anna@secret.example,71234,Ulm
                2,bert@secret.example,75678,Kiel
                3,carl@secret.example,64321,Kiel
                4,carl@secret.example,64321,Kiel
                """));
  }

  private static Expected both(String suite) {
    return Expected.parse("contract.yaml", CONTRACT).with(Suite.parse("suite.yaml", suite));
  }

  private static ResultFormat whole(Level level) {
    return new ResultFormat(level, 20, true, List.of("email", "id"), true, true);
  }

  @ParameterizedTest
  @EnumSource
  void nothingTellsOfAClassifiedColumn(Level level) {
    CheckResult result = check.resultFormat(whole(level)).against(both(SUITE));
    String shown =
        Json.write(result.json()) + result.junit() + Json.write(result.found()) + told(result);
    assertThat(shown).doesNotContain(SECRETS);
    assertThat(told(check.resultFormat(whole(Level.COMPLETE)).against(SUITE)))
        .as("without a contract nothing is hidden")
        .contains(SECRETS);
  }

  private static String told(CheckResult result) {
    StringBuilder told = new StringBuilder();
    for (SuiteResult.Judged judged : result.suite().orElseThrow().results()) {
      ExpectationResult one = judged.result();
      told.append(one.found()).append(one.examples(5)).append(one.result()).append(one.exception());
    }
    return told.toString();
  }

  @Test
  void verdictsAndCountsStay() {
    SuiteResult plain = check.resultFormat(whole(Level.COMPLETE)).against(SUITE).suite().get();
    SuiteResult masked =
        check.resultFormat(whole(Level.COMPLETE)).against(both(SUITE)).suite().get();
    assertThat(masked.statistics()).isEqualTo(plain.statistics());
    for (int i = 0; i < plain.results().size(); i++) {
      ExpectationResult before = plain.results().get(i).result();
      ExpectationResult after = masked.results().get(i).result();
      assertThat(after.success()).isEqualTo(before.success());
      assertThat(after.exception().isPresent()).isEqualTo(before.exception().isPresent());
      before
          .result()
          .forEachEntry((name, value) -> {
            if (name.endsWith("_count") || name.contains("_percent")) {
              assertThat(after.result().path(name)).as(name).isEqualTo(value);
            } else if (value.isArray()) {
              assertThat(after.result().path(name)).as(name).hasSize(value.size());
            }
          });
    }
  }

  private JsonNode found(String suite) {
    return check
        .resultFormat(whole(Level.COMPLETE))
        .against(both(suite))
        .suite()
        .orElseThrow()
        .results()
        .getFirst()
        .result()
        .result();
  }

  @Test
  void samplesKeepTheirOutline() {
    JsonNode result =
        found("suite: s\ncolumns: {email: [{be_in_set: {value_set: [anna@secret.example]}}]}");
    assertThat(result.at("/partial_unexpected_list/0").asString()).isEqualTo("****@******.*******");
    assertThat(result.path("partial_unexpected_counts"))
        .hasToString(
            "[{\"value\":\"****@******.*******\",\"count\":2},{\"value\":\"****@******.*******\",\"count\":1}]");
    assertThat(result.has("unexpected_index_query")).isFalse();
  }

  @Test
  void ofOtherColumnsWholeRowsAreMaskedByName() {
    JsonNode result = found("suite: s\ncolumns: {city: [{be_in_set: {value_set: [Kiel]}}]}");
    assertThat(result.path("partial_unexpected_list")).hasToString("[\"Ulm\"]");
    assertThat(result.path("unexpected_rows"))
        .hasToString(
            "[{\"id\":1,\"email\":\"****@******.*******\",\"salary\":\"*****\",\"city\":\"Ulm\"}]");
    assertThat(result.path("unexpected_index_list"))
        .hasToString("[{\"city\":\"Ulm\",\"email\":\"****@******.*******\",\"id\":1}]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " WHERE id = 1", "\nwhere city <> 'Kiel' LIMIT 1;"})
  void wholeRowsOfAQueryAreMaskedByName(String where) {
    JsonNode result =
        found("suite: s\nexpect: [{unexpected_rows: \"SELECT * FROM {batch}" + where + "\"}]");
    assertThat(result.at("/details/unexpected_rows/0"))
        .hasToString(
            "{\"id\":1,\"email\":\"****@******.*******\",\"salary\":\"*****\",\"city\":\"Ulm\"}");
    assertThat(result.path("observed_value").isIntegralNumber()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM {batch} WHERE email LIKE 'a%'",
        "SELECT id, city FROM {batch} WHERE id = 1",
        "SELECT * REPLACE (1 AS id) FROM {batch} WHERE id = 1"
      })
  void ofAnyOtherQueryAllValuesAreMasked(String query) {
    JsonNode row =
        found("suite: s\nexpect: [{unexpected_rows: \"" + query + "\"}]")
            .at("/details/unexpected_rows/0");
    assertThat(row.path("id").asString()).isEqualTo("*");
    assertThat(row.path("city").asString()).isEqualTo("***");
  }

  @Test
  void columnsMayBeNamedWithoutAContract() {
    String suite = "suite: s\ncolumns: {city: [{be_in_set: {value_set: [Kiel]}}]}";
    assertThat(told(check.masking(Set.of("CITY")).against(suite)))
        .contains("***")
        .doesNotContain("Ulm");
    assertThat(told(check.against(suite))).contains("Ulm");
  }

  @Test
  void figuresAreKeptForHistoryAlone() {
    String suite =
        "suite: s\ncolumns: {salary: [{sum_to_be_close_to_previous: {max_change: 0.1}}]}";
    Path history = folder.resolve("history.jsonl");
    QualityResult shown = check.history(history).against(both(suite)).found().getFirst();
    assertThat(shown.rules().getFirst().measured()).isEmpty();
    assertThat(history).content().contains("275554");
  }
}
