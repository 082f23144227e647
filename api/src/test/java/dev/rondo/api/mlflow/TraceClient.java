package dev.rondo.api.mlflow;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import dev.rondo.kernel.json.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;

/// A client that tells of traces and searches them.
record TraceClient(MlflowHarness home) {
  static final String V3 = "/api/3.0/mlflow/";
  static final String HERE =
      "'locations': [{'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment': {'experiment_id': '0'}}]";

  Answer post(String path, String json) {
    return MlflowHarness.answer(home.server.post(V3 + path, json.replace('\'', '"')));
  }

  Answer get(String path) {
    return MlflowHarness.answer(home.server.get(V3 + path));
  }

  Answer send(String method, String path, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(home.server.uri(path))
            .method(method, BodyPublishers.ofString(json.replace('\'', '"')))
            .header("Content-Type", "application/json")
            .build();
    return MlflowHarness.answer(home.server.send(request));
  }

  /// A trace of the second of its number that took so many seconds.
  Answer tell(String id, int second, String state, String name, String more) {
    return post(
        "traces",
        """
        {'trace': {'trace_info': {'trace_id': '%s', 'trace_location': {'type': 'MLFLOW_EXPERIMENT',
          'mlflow_experiment': {'experiment_id': '0'}},
          'request_time': '2026-01-01T00:00:%02d.500Z', 'execution_duration': '%d.250s',
          'state': '%s', 'tags': {'mlflow.traceName': '%s'} %s}}}
        """
            .formatted(id, second, second, state, name, more));
  }

  static List<String> ids(Answer answer) {
    return answer
        .json()
        .path("traces")
        .valueStream()
        .map(one -> one.path("trace_id").asString())
        .toList();
  }

  Answer search(String filter, String more) {
    String asked =
        ("{" + HERE + more + ", 'filter': ").replace('\'', '"') + Json.write(filter) + "}";
    return MlflowHarness.answer(home.server.post(V3 + "traces/search", asked));
  }

  void some() {
    tell("tr-1", 1, "OK", "outer", ", 'client_request_id': 'c1'");
    tell("tr-2", 2, "ERROR", "outer", ", 'trace_metadata': {'mlflow.sourceRun': 'run1'}");
    tell("tr-3", 3, "OK", "Inner", "");
    spans("tr-" + "0".repeat(31) + "4", "lookup", "TOOL", 2);
    home.post(
        "traces/link-prompts",
        "{'trace_id': 'tr-3', 'prompt_versions': [{'name': 'qa', 'version': '2'}]}");
    home.post("traces/link-to-run", "{'trace_ids': ['tr-3'], 'run_id': 'run2'}");
    post(
        "traces/tr-1/assessments",
        "{'assessment': {'assessment_name': 'good', 'feedback': {'value': true}}}");
    post(
        "traces/tr-2/assessments",
        "{'assessment': {'assessment_name': 'good', 'feedback': {'value': 'so so'}}}");
    post(
        "traces/tr-3/assessments",
        "{'assessment': {'assessment_name': 'answer', 'expectation': {'value': 'forty two'}}}");
    post(
        "traces/tr-3/assessments",
        "{'assessment': {'assessment_name': 'i-1', 'issue': {'issue_name': 'slow'}}}");
    send("PATCH", V3 + "traces/tr-2/tags", "{'key': 'a b', 'value': 'Red'}");
  }

  /// A trace of one span.
  HttpResponse<String> spans(String id, String name, String type, int status) {
    return spans(id, "a1", name, type, status);
  }

  /// @param span the last digits of its id
  HttpResponse<String> spans(String id, String span, String name, String type, int status) {
    return home.server.post(
        "/v1/traces",
        """
        {"resourceSpans": [{"scopeSpans": [{"spans": [{"traceId": "%s", "spanId": "00000000000000%s",
          "name": "%s", "startTimeUnixNano": "1700000000000000000",
          "endTimeUnixNano": "1700000000250000000", "status": {"code": %d},
          "attributes": [{"key": "mlflow.spanType", "value": {"stringValue": "%s"}},
            {"key": "a.b", "value": {"intValue": "3"}}]}]}]}]}
        """
            .formatted(id.substring(3), span, name, status, type),
        "X-MLflow-Experiment-Id",
        "0");
  }
}
