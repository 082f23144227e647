package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import dev.rondo.kernel.json.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AssessmentResourceTest {
  private static final String TRACES = "/api/3.0/mlflow/traces";
  private static final String ALL = TRACES + "/tr-1/assessments";

  @TempDir Path folder;
  private MlflowHarness home;

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
    send(
        "POST",
        TRACES,
        "{'trace': {'trace_info': {'trace_id': 'tr-1', 'trace_location': {'mlflow_experiment': {'experiment_id': '0'}}, 'request_time': '2026-01-01T00:00:00Z'}}}");
  }

  @AfterEach
  void close() {
    home.close();
  }

  private Answer send(String method, String path, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(home.server.uri(path))
            .method(method, BodyPublishers.ofString(json.replace('\'', '"')))
            .header("Content-Type", "application/json")
            .build();
    return MlflowHarness.answer(home.server.send(request));
  }

  private Answer create(String fields) {
    return send("POST", ALL, "{'assessment': {" + fields + "}}");
  }

  private static String id(Answer answer) {
    return answer.json().at("/assessment/assessment_id").asString();
  }

  private JsonNode load(String id) {
    return MlflowHarness.answer(home.server.get(ALL + "/" + id)).json().path("assessment");
  }

  @Test
  void anAssessmentHasAName() {
    for (String name : List.of("", "'assessment_name': '', ")) {
      Answer refused = create(name + "'feedback': {'value': true}");
      assertThat(refused.error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
      assertThat(refused.message()).contains("assessment_name");
    }
    String id = id(create("'assessment_name': 'good', 'feedback': {'value': true}"));
    String emptied = "{'assessment': {'assessment_name': ''}, 'update_mask': 'assessment_name'}";
    assertThat(send("PATCH", ALL + "/" + id, emptied).error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(load(id).path("assessment_name").asString()).isEqualTo("good");
  }

  @Test
  void whatAnAssessmentSaysMayBeSpeltInCamelCase() {
    Answer made =
        create(
            "'assessmentName': 'good', 'feedback': {'value': {'aKey': 1},"
                + " 'error': {'errorCode': 'E1', 'stackTrace': 'here'}}");
    assertThat(made.json().at("/assessment/feedback"))
        .isEqualTo(
            Json.parse(
                """
                {"value": {"aKey": 1}, "error": {"error_code": "E1", "stack_trace": "here"}}
                """));
    String change =
        "{'assessment': {'assessmentName': 'fine'}, 'updateMask': {'paths': ['assessment_name']}}";
    assertThat(send("PATCH", ALL + "/" + id(made), change).status()).isEqualTo(200);
    assertThat(load(id(made)).path("assessment_name").asString()).isEqualTo("fine");
  }

  @Test
  void aFeedbackIsGivenRevisedAndTakenBack() {
    Answer made =
        create(
            "'assessment_name': 'good', 'span_id': 'abc', 'source': {'source_type': 'HUMAN', 'source_id': 'me'}, 'create_time': '2026-01-01T00:00:01.024Z', 'last_update_time': '2026-01-01T00:00:01.024Z', 'feedback': {'value': true}, 'rationale': 'yes', 'metadata': {'a': 'b'}, 'valid': true");
    String id = id(made);
    assertThat(id).matches("a-[0-9a-f]{32}");
    JsonNode stored = load(id);
    assertThat(stored).isEqualTo(made.json().path("assessment"));
    assertThat(stored.path("create_time").asString()).isEqualTo("2026-01-01T00:00:01.024Z");
    assertThat(stored.at("/feedback/value").booleanValue()).isTrue();
    assertThat(stored.path("span_id").asString()).isEqualTo("abc");
    JsonNode revised =
        send(
                "PATCH",
                ALL + "/" + id,
                "{'assessment': {'assessment_name': 'fine', 'feedback': {'value': 0.5}, 'rationale': 'no'}, 'update_mask': 'assessmentName,feedback'}")
            .json()
            .path("assessment");
    assertThat(revised.path("assessment_name").asString()).isEqualTo("fine");
    assertThat(revised.at("/feedback/value").doubleValue()).isEqualTo(0.5);
    assertThat(revised.path("rationale").asString()).isEqualTo("yes");
    assertThat(revised.at("/metadata/a").asString()).isEqualTo("b");
    send(
        "PATCH",
        ALL + "/" + id,
        "{'assessment': {'valid': false, 'rationale': 'no'}, 'update_mask': {'paths': ['valid', 'rationale']}}");
    assertThat(load(id).path("valid").booleanValue()).isFalse();
    assertThat(load(id).path("rationale").asString()).isEqualTo("no");
    assertThat(send("DELETE", ALL + "/" + id, "{}").json()).isEmpty();
    assertThat(MlflowHarness.answer(home.server.get(ALL + "/" + id)).error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(send("DELETE", ALL + "/" + id, "{}").status()).isEqualTo(200);
  }

  @Test
  void whatIsOverriddenIsNotValidUntilTheOtherIsTakenBack() {
    String first = id(create("'assessment_name': 'n', 'feedback': {'value': 1}"));
    String second =
        id(
            create(
                "'assessment_name': 'n', 'feedback': {'value': 2}, 'overrides': '" + first + "'"));
    assertThat(load(first).path("valid").booleanValue()).isFalse();
    assertThat(load(second).path("overrides").asString()).isEqualTo(first);
    JsonNode info =
        MlflowHarness.answer(home.server.get(TRACES + "/tr-1")).json().at("/trace/trace_info");
    assertThat(info.path("assessments")).hasSize(2);
    send("DELETE", ALL + "/" + second, "{}");
    assertThat(load(first).path("valid").booleanValue()).isTrue();
    assertThat(
            create("'assessment_name': 'n', 'feedback': {'value': 2}, 'overrides': 'a-nope'")
                .error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
  }

  @Test
  void anErrorStandsWithoutAValueAndAnExpectationInEitherForm() {
    Answer failed =
        create(
            "'assessment_name': 'n', 'source': {'source_type': 'LLM_JUDGE'}, 'feedback': {'error': {'error_code': 'E', 'error_message': 'm'}}");
    assertThat(failed.json().at("/assessment/feedback"))
        .hasToString("{\"value\":null,\"error\":{\"error_code\":\"E\",\"error_message\":\"m\"}}");
    assertThat(failed.json().at("/assessment/source"))
        .hasToString("{\"source_type\":\"LLM_JUDGE\"}");
    String expected =
        "'expectation': {'serialized_value': {'serialization_format': 'JSON_FORMAT', 'value': '[1]'}}";
    assertThat(
            create("'assessment_name': 'n', " + expected)
                .json()
                .at("/assessment/expectation/serialized_value/value")
                .asString())
        .isEqualTo("[1]");
    assertThat(
            create("'assessment_name': 'n', 'source': {'source_type': 'X'}, 'feedback': {}")
                .json()
                .at("/assessment/source/source_type")
                .asString())
        .isEqualTo("SOURCE_TYPE_UNSPECIFIED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'assessment': {}}",
        "{'assessment': {'assessment_name': 'n'}}",
        "{'assessment': {'assessment_name': 'n', 'feedback': 1}}",
        "{'assessment': {'feedback': {'value': 1}, 'create_time': 'x'}}"
      })
  void anAssessmentMustSaySomething(String json) {
    assertThat(send("POST", ALL, json).error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void aLongNameIsCut() {
    assertThat(
            create("'assessment_name': '" + "n".repeat(8_001) + "', 'feedback': {'value': 1}")
                .json()
                .at("/assessment/assessment_name")
                .asString())
        .isEqualTo("n".repeat(8_000));
  }

  @Test
  void whatIsTooLongOrOfAnotherKindIsRefused() {
    String id = id(create("'assessment_name': 'n', 'feedback': {'value': 1}"));
    String kind = "{'assessment': {'expectation': {'value': 1}}, 'update_mask': 'expectation'}";
    assertThat(send("PATCH", ALL + "/" + id, kind).error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    String mask = "{'assessment': {}, 'update_mask': 'source'}";
    assertThat(send("PATCH", ALL + "/" + id, mask).message()).contains("'update_mask'");
    assertThat(send("PATCH", ALL + "/" + id, "{'assessment': {}}").message())
        .contains("'update_mask'");
    assertThat(
            create("'assessment_name': 'n', 'feedback': {'value': '" + "x".repeat(70_000) + "'}")
                .error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(
            send(
                    "POST",
                    TRACES + "/none/assessments",
                    "{'assessment': {'assessment_name': 'n', 'feedback': {'value': 1}}}")
                .error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    String nope = "{'assessment': {'rationale': 'x'}, 'update_mask': 'rationale'}";
    assertThat(send("PATCH", ALL + "/a-nope", nope).error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
  }
}
