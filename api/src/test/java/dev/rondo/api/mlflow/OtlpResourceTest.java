package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OtlpResourceTest {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final String TRACE = "5b8efff798038103d269b633813fc60c";

  @TempDir Path folder;
  private MlflowHarness home;

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
  }

  @AfterEach
  void close() {
    home.close();
  }

  private HttpResponse<String> send(byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(home.server.uri("/v1/traces"))
            .POST(BodyPublishers.ofByteArray(body));
    return home.server.send(request.headers(headers).build());
  }

  private HttpResponse<String> send(String type, byte[] body) {
    return send(body, "Content-Type", type, "x-mlflow-experiment-id", "0");
  }

  private JsonNode trace() {
    return MlflowHarness.answer(home.server.get("/api/3.0/mlflow/traces/get?trace_id=tr-" + TRACE))
        .json()
        .path("trace");
  }

  /// A field of a message that holds bytes.
  private static byte[] field(int number, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    out.writeBytes(varint(number << 3 | 2));
    out.writeBytes(varint(length));
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] field(int number, String text) {
    return field(number, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] number(int number, long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(varint(number << 3));
    out.writeBytes(varint(value));
    return out.toByteArray();
  }

  private static byte[] fixed(int number, long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(varint(number << 3 | 1));
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return out.toByteArray();
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return out.toByteArray();
  }

  private static byte[] id(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] attribute(String key, byte[] value) {
    return field(9, field(1, key), field(2, value));
  }

  /// A first step with an attribute of each kind, and a field of the future.
  private static byte[] request(byte[]... more) {
    byte[] list = field(5, field(1, number(3, -1)), field(1, field(1, "x")));
    byte[] map = field(6, field(1, field(1, "k"), field(2, number(2, 1))));
    byte[] span =
        field(
            2,
            field(1, id(TRACE)),
            field(2, id("eee19b7ec3c1b173")),
            field(5, "root"),
            number(99, 7),
            fixed(7, 1_544_712_659_000_000_000L),
            fixed(8, 1_544_712_662_500_000_000L),
            attribute("mlflow.spanInputs", field(1, "in")),
            attribute("i", number(3, 7)),
            attribute("d", fixed(4, Double.doubleToLongBits(1.5))),
            attribute("l", list),
            attribute("m", map),
            attribute("b", field(7, new byte[] {1, 2})),
            field(11, fixed(1, 1_544_712_660_000_000_000L), field(2, "event")),
            field(13, field(1, id(TRACE)), field(2, id("eee19b7ec3c1b174"))),
            field(15, field(2, "boo"), number(3, 2)));
    byte[] all = new byte[0];
    for (byte[] one : more) {
      all = ByteBuffer.allocate(all.length + one.length).put(all).put(one).array();
    }
    return field(1, field(2, span, all));
  }

  @Test
  void spansOfProtobufBecomeATrace() {
    HttpResponse<String> answer = send(PROTOBUF, request());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("Content-Type")).contains(PROTOBUF);
    JsonNode info = trace().path("trace_info");
    assertThat(info.path("state").asString()).isEqualTo("ERROR");
    assertThat(info.path("request_time").asString()).isEqualTo("2018-12-13T14:50:59Z");
    assertThat(info.path("execution_duration").asString()).isEqualTo("3.500s");
    assertThat(info.path("request_preview").asString()).isEqualTo("in");
    assertThat(info.path("tags"))
        .hasToString(
            ("{'mlflow.artifactLocation':'mlflow-artifacts:/0/traces/tr-%s/artifacts',"
                    + "'mlflow.trace.spansLocation':'TRACKING_STORE','mlflow.traceName':'root'}")
                .formatted(TRACE)
                .replace('\'', '"'));
    JsonNode span = trace().at("/spans/0");
    assertThat(span.path("trace_id").asString())
        .isEqualTo(Base64.getEncoder().encodeToString(id(TRACE)));
    assertThat(span.has("parent_span_id")).isFalse();
    assertThat(span.path("status"))
        .hasToString("{\"message\":\"boo\",\"code\":\"STATUS_CODE_ERROR\"}");
    assertThat(span.path("attributes"))
        .hasToString(
            ("[{'key':'mlflow.spanInputs','value':{'string_value':'in'}},"
                    + "{'key':'i','value':{'int_value':7}},{'key':'d','value':{'double_value':1.5}},"
                    + "{'key':'l','value':{'array_value':{'values':[{'int_value':-1},{'string_value':'x'}]}}},"
                    + "{'key':'m','value':{'kvlist_value':{'values':[{'key':'k','value':{'bool_value':true}}]}}},"
                    + "{'key':'b','value':{'string_value':'AQI='}},"
                    + "{'key':'mlflow.traceRequestId','value':{'string_value':'tr-%s'}}]")
                .formatted(TRACE)
                .replace('\'', '"'));
    assertThat(span.at("/events/0/name").asString()).isEqualTo("event");
    assertThat(span.path("links")).hasSize(1);
  }

  @Test
  void spansComeInAnyOrderAndPackedInAnyWay() throws IOException {
    send(JSON, json("eee19b7ec3c1b174", "'parentSpanId': 'eee19b7ec3c1b173',"));
    assertThat(trace().at("/trace_info/state").asString()).isEqualTo("IN_PROGRESS");
    assertThat(trace().at("/trace_info").has("execution_duration")).isFalse();
    assertThat(packed("gzip", json("eee19b7ec3c1b173", "")).statusCode()).isEqualTo(200);
    assertThat(trace().at("/trace_info/state").asString()).isEqualTo("OK");
    assertThat(
            packed("deflate", json("eee19b7ec3c1b175", "'parentSpanId': 'eee19b7ec3c1b173',"))
                .statusCode())
        .isEqualTo(200);
    assertThat(trace().path("spans")).hasSize(3);
    assertThat(packed("gzip", "{".getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(400);
    assertThat(
            send(
                    new byte[] {1, 2, 3},
                    "Content-Type",
                    JSON,
                    "X-MLflow-Experiment-Id",
                    "0",
                    "Content-Encoding",
                    "deflate")
                .statusCode())
        .isEqualTo(400);
  }

  private HttpResponse<String> packed(String encoding, byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        encoding.equals("gzip") ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
      out.write(body);
    }
    return send(
        bytes.toByteArray(),
        "Content-Type",
        JSON + "; charset=utf-8",
        "X-MLflow-Experiment-Id",
        "0",
        "Content-Encoding",
        encoding);
  }

  private static byte[] json(String span, String more) {
    return """
    {'resourceSpans': [{'scopeSpans': [{'spans': [{'traceId': '%s', 'spanId': '%s', %s 'name': 'x',
      'startTimeUnixNano': '1544712660000000000', 'endTimeUnixNano': '1544712661000000000'}]}]}]}
    """
        .formatted(TRACE, span, more)
        .replace('\'', '"')
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatTheApplicationTellsOfATraceCountsMoreThanItsSpans() {
    home.server.post(
        "/api/3.0/mlflow/traces",
        """
        {'trace': {'trace_info': {'trace_id': 'tr-%s', 'trace_location': {'mlflow_experiment':
          {'experiment_id': '0'}}, 'request_time': '2026-01-01T00:00:00Z', 'state': 'OK'}}}
        """
            .formatted(TRACE)
            .replace('\'', '"'));
    send(PROTOBUF, request());
    assertThat(trace().at("/trace_info/state").asString()).isEqualTo("OK");
    assertThat(trace().path("spans")).hasSize(1);
    assertThat(trace().at("/trace_info/tags/mlflow.trace.spansLocation").asString())
        .isEqualTo("TRACKING_STORE");
  }

  @Test
  void theTypeTheExperimentAndTheSpansMustBeThere() {
    assertThat(send(request(), "Content-Type", PROTOBUF).statusCode()).isEqualTo(422);
    assertThat(send("text/plain", request()).statusCode()).isEqualTo(400);
    assertThat(send(request(), "X-MLflow-Experiment-Id", "0").statusCode()).isEqualTo(400);
    assertThat(
            send(request(), "Content-Type", PROTOBUF, "X-MLflow-Experiment-Id", "9").statusCode())
        .isEqualTo(404);
    assertThat(
            send(request(), "Content-Type", PROTOBUF, "X-MLflow-Experiment-Id", "x").statusCode())
        .isEqualTo(400);
    assertThat(send(JSON, "{\"resourceSpans\":[]}".getBytes(StandardCharsets.UTF_8)).body())
        .contains("no spans found");
    assertThat(send(PROTOBUF, new byte[0]).statusCode()).isEqualTo(400);
    assertThat(send(JSON, json("short", "")).statusCode()).isEqualTo(422);
    assertThat(send(JSON, json("0000000000000000", "")).statusCode()).isEqualTo(422);
    assertThat(send(JSON, json("eee19b7ec3c1b174", "'parentSpanId': '../..',")).statusCode())
        .isEqualTo(422);
    assertThat(send(JSON, "{nope".getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 40, 100, 250})
  void aMessageThatIsCutOffIsRefused(int bytes) {
    byte[] whole = request();
    assertThat(send(PROTOBUF, java.util.Arrays.copyOf(whole, bytes)).statusCode()).isEqualTo(400);
  }

  @Test
  void aNestingWithoutEndIsRefused() {
    byte[] value = field(1, "x");
    for (int i = 0; i < 200; i++) {
      value = field(5, field(1, value));
    }
    byte[] span =
        field(2, field(1, id(TRACE)), field(2, id("eee19b7ec3c1b173")), attribute("deep", value));
    assertThat(send(PROTOBUF, field(1, field(2, span))).statusCode()).isEqualTo(400);
    String deep = "{\"arrayValue\":{\"values\":[".repeat(70) + "]}}".repeat(70);
    String json =
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"%s\",\"spanId\":\"eee19b7ec3c1b173\",\"attributes\":[{\"key\":\"k\",\"value\":%s}]}]}]}]}"
            .formatted(TRACE, deep);
    assertThat(send(JSON, json.getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(422);
  }
}
