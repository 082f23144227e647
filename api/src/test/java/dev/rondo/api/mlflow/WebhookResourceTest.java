package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rondo.api.mlflow.MlflowHarness.Answer;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.Wait;
import dev.rondo.registry.webhook.Webhook;
import dev.rondo.registry.webhook.WebhookDraft;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookResourceTest {
  private static final String EVENTS =
      "'events': [{'entity': 'MODEL_VERSION', 'action': 'CREATED'}, {'entity': 'MODEL_VERSION_ALIAS', 'action': 'CREATED'}]";

  @TempDir Path folder;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private MlflowHarness home;
  private HttpServer receiver;

  private record Call(String id, String timestamp, String signature, String body) {}

  @BeforeEach
  void open() throws IOException {
    home = new MlflowHarness(folder);
    receive(0);
  }

  private void receive(int port) throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    receiver.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          calls.add(
              new Call(
                  headers.getFirst("X-MLflow-Delivery-Id"),
                  headers.getFirst("X-MLflow-Timestamp"),
                  headers.getFirst("X-MLflow-Signature"),
                  body));
          byte[] answer = "my own secret".getBytes(StandardCharsets.UTF_8);
          int status = failures.getAndDecrement() > 0 ? 503 : 200;
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void close() {
    receiver.stop(0);
    home.close();
  }

  private String url() {
    return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
  }

  private Answer create(String name, String url, String more) {
    return home.post(
        "webhooks", "{'name': '" + name + "', 'url': '" + url + "', " + EVENTS + more + "}");
  }

  private String register(String more) {
    return create("w1", url(), more).json().at("/webhook/webhook_id").asString();
  }

  private Answer send(String method, String path, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(home.server.uri("/api/2.0/mlflow/webhooks/" + path))
            .method(method, BodyPublishers.ofString(json.replace('\'', '"')))
            .header("Content-Type", "application/json")
            .build();
    return MlflowHarness.answer(home.server.send(request));
  }

  private void publish(String type, Map<String, Object> data) {
    home.database.write(tx -> {
      home.events.publish(tx, Callers.ALL, type, "taxi", data);
      return true;
    });
    home.events.awaitSettled(Duration.ofSeconds(30));
  }

  private static String signature(String secret, Call call) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signed = call.id() + "." + call.timestamp() + "." + call.body();
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aWebhookIsRegisteredChangedAndDeleted() {
    Answer made = create("w1", url(), ", 'description': 'd', 'secret': 'hush'");
    assertThat(made.toString()).doesNotContain("hush");
    assertThat(made.json().at("/webhook/status").asString()).isEqualTo("ACTIVE");
    assertThat(made.json().at("/webhook/events")).hasSize(2);
    String id = made.json().at("/webhook/webhook_id").asString();
    assertThat(home.get("webhooks/" + id).json()).isEqualTo(made.json());
    Answer changed = send("PATCH", id, "{'status': 'DISABLED', 'name': 'w2'}");
    assertThat(changed.json().at("/webhook/status").asString()).isEqualTo("DISABLED");
    assertThat(changed.json().at("/webhook/name").asString()).isEqualTo("w2");
    assertThat(changed.json().at("/webhook/description").asString()).isEqualTo("d");
    create("w3", url(), "");
    Answer page = home.get("webhooks?max_results=1");
    assertThat(page.json().path("webhooks")).hasSize(1);
    String token = page.json().path("next_page_token").asString();
    assertThat(home.get("webhooks?page_token=" + token).json().at("/webhooks/0/name").asString())
        .isEqualTo("w3");
    assertThat(send("DELETE", id, "{}").json()).isEmpty();
    assertThat(home.get("webhooks/" + id).message())
        .isEqualTo("Webhook with ID " + id + " not found.");
    assertThat(send("DELETE", id, "{}").error()).isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(send("POST", "nope/test", "{}").error()).isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(home.get("webhooks?max_results=1001").message()).contains("between 1 and 1000");
  }

  @Test
  void whatHappensToModelsIsToldAndSigned() throws Exception {
    register(", 'secret': 'hush'");
    publish("model.registered", Map.of("version", 3, "run", "r1", "description", "d"));
    publish("model.alias-moved", Map.of("version", 3, "alias", "champion"));
    publish("model.alias-removed", Map.of("version", 3, "alias", "champion"));
    assertThat(calls).hasSize(2);
    assertThat(calls.getFirst().body())
        .isEqualTo(
            ("{'entity':'model_version','action':'created','timestamp':'%s','data':{'name':'taxi','version':'3','source':'models:/taxi/3','run_id':'r1','tags':{},'description':'d'}}")
                .formatted(home.clock.instant())
                .replace('\'', '"'));
    assertThat(calls.get(1).body())
        .contains("{\"name\":\"taxi\",\"alias\":\"champion\",\"version\":\"3\"}");
    for (Call call : calls) {
      assertThat(call.signature()).isEqualTo(signature("hush", call));
      assertThat(call.id()).isNotEmpty();
    }
    String stored =
        home.database.read(
            tx -> tx.find("SELECT secret FROM webhook", row -> row.text("secret")).orElseThrow());
    assertThat(stored).doesNotContain("hush");
  }

  @Test
  void tagsAndPromptsAreToldAsWhatTheyAre() {
    home.post(
        "webhooks",
        "{'name': 'w1', 'url': '"
            + url()
            + "', 'events': [%s]}"
                .formatted(
                    String.join(
                        ",",
                        topic("REGISTERED_MODEL", "CREATED"),
                        topic("MODEL_VERSION", "CREATED"),
                        topic("MODEL_VERSION_TAG", "SET"),
                        topic("MODEL_VERSION_TAG", "DELETED"),
                        topic("PROMPT", "CREATED"),
                        topic("PROMPT_VERSION", "CREATED"),
                        topic("PROMPT_TAG", "SET"),
                        topic("PROMPT_VERSION_TAG", "DELETED"),
                        topic("PROMPT_ALIAS", "CREATED"))));
    home.post("registered-models/create", "{'name': 'm', 'description': 'd'}");
    home.post("registered-models/set-tag", "{'name': 'm', 'key': 'a', 'value': 'nobody'}");
    home.post("model-versions/create", "{'name': 'm', 'source': 's3://m'}");
    String tag = "{'name': 'm', 'version': '1', 'key': 'a', 'value': 'b'}";
    home.post("model-versions/set-tag", tag);
    home.send("DELETE", "model-versions/delete-tag", tag);
    String prompt = "'tags': [{'key': 'mlflow.prompt.is_prompt', 'value': 'true'}";
    home.post("registered-models/create", "{'name': 'p', " + prompt + "]}");
    home.post(
        "model-versions/create",
        "{'name': 'p', 'source': 'x', "
            + prompt
            + ", {'key': 'mlflow.prompt.text', 'value': 'Hi'}]}");
    home.post("registered-models/set-tag", "{'name': 'p', 'key': 'a', 'value': 'b'}");
    home.send("DELETE", "model-versions/delete-tag", tag.replace("'m'", "'p'"));
    home.post("registered-models/alias", "{'name': 'p', 'alias': 'best', 'version': '1'}");
    home.events.awaitSettled(Duration.ofSeconds(30));
    assertThat(calls)
        .extracting(call -> Json.parse(call.body()))
        .extracting(news ->
            news.path("entity").asString()
                + " "
                + news.path("action").asString()
                + " "
                + news.path("data"))
        .containsExactly(
            "registered_model created {\"name\":\"m\",\"tags\":{},\"description\":\"d\"}",
            "model_version created {\"name\":\"m\",\"version\":\"1\",\"source\":\"s3://m\",\"run_id\":null,"
                + "\"tags\":{},\"description\":null}",
            "model_version_tag set {\"name\":\"m\",\"version\":\"1\",\"key\":\"a\",\"value\":\"b\"}",
            "model_version_tag deleted {\"name\":\"m\",\"version\":\"1\",\"key\":\"a\"}",
            "prompt created {\"name\":\"p\",\"tags\":{},\"description\":\"\"}",
            "prompt_version created {\"name\":\"p\",\"version\":\"1\",\"template\":\"Hi\",\"tags\":{},"
                + "\"description\":null}",
            "prompt_tag set {\"name\":\"p\",\"key\":\"a\",\"value\":\"b\"}",
            "prompt_version_tag deleted {\"name\":\"p\",\"version\":\"1\",\"key\":\"a\"}",
            "prompt_alias created {\"name\":\"p\",\"alias\":\"best\",\"version\":\"1\"}");
  }

  private static String topic(String entity, String action) {
    return "{'entity': '%s', 'action': '%s'}".formatted(entity, action);
  }

  @Test
  void aCallThatFailsIsRepeatedWithTheSameId() {
    register("");
    failures.set(2);
    publish("model.registered", Map.of("version", 1, "run", "r1"));
    assertThat(calls).hasSize(3);
    assertThat(calls).extracting(Call::id).containsOnly(calls.getFirst().id());
    assertThat(calls.getFirst().signature()).isNull();
    failures.set(100);
    publish("model.registered", Map.of("version", 2, "run", "r1"));
    assertThat(calls).as("it is given up after three tries").hasSize(6);
  }

  @Test
  void aDeletionNeedsNoBodyAndNoType() {
    HttpRequest request =
        HttpRequest.newBuilder(home.server.uri("/api/2.0/mlflow/webhooks/" + register("")))
            .DELETE()
            .build();
    assertThat(home.server.send(request).statusCode()).isEqualTo(200);
    assertThat(home.get("webhooks").json()).isEmpty();
  }

  @Test
  void aDisabledWebhookIsNotCalled() {
    send("PATCH", register(""), "{'status': 'DISABLED'}");
    publish("model.registered", Map.of("version", 1, "run", "r1"));
    assertThat(calls).isEmpty();
  }

  @Test
  void aTestTellsTheStatusButNeverWhatWasAnswered() {
    String id = register("");
    Answer fine = send("POST", id + "/test", "{}");
    assertThat(fine.json()).hasToString("{\"result\":{\"success\":true,\"response_status\":200}}");
    failures.set(1);
    Answer failed =
        send("POST", id + "/test", "{'event': {'entity': 'PROMPT', 'action': 'CREATED'}}");
    assertThat(failed.json().at("/result/success").booleanValue()).isFalse();
    assertThat(failed.json().at("/result/response_status").asInt()).isEqualTo(503);
    assertThat(failed.toString()).doesNotContain("my own secret");
    assertThat(calls.getLast().body()).contains("\"entity\":\"prompt\"");
  }

  @ParameterizedTest
  @CsvSource({
    "REGISTERED_MODEL, CREATED, name tags description",
    "MODEL_VERSION, CREATED, name version source run_id tags description",
    "MODEL_VERSION_TAG, SET, name version key value",
    "MODEL_VERSION_TAG, DELETED, name version key",
    "MODEL_VERSION_ALIAS, CREATED, name alias version",
    "MODEL_VERSION_ALIAS, DELETED, name alias",
    "PROMPT, CREATED, name tags description",
    "PROMPT_VERSION, CREATED, name version template tags description",
    "PROMPT_TAG, SET, name key value",
    "PROMPT_TAG, DELETED, name key",
    "PROMPT_VERSION_TAG, SET, name version key value",
    "PROMPT_VERSION_TAG, DELETED, name version key",
    "PROMPT_ALIAS, CREATED, name alias version",
    "PROMPT_ALIAS, DELETED, name alias",
    "BUDGET_POLICY, EXCEEDED, budget_policy_id budget_unit budget_amount current_spend"
        + " duration_unit duration_value target_scope workspace target_value window_start"
  })
  void aTestHasItsTopicsOwnForm(String entity, String action, String fields) {
    send("POST", register("") + "/test", "{'event': " + topic(entity, action) + "}");
    assertThat(Json.parse(calls.getLast().body()).path("data").propertyNames())
        .containsExactly(fields.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://8.8.8.8/hook",
        "https://localhost/hook",
        "https://10.0.0.1/hook",
        "https://169.254.169.254/latest",
        "https://[::1]/hook",
        "https://user:pass@8.8.8.8/hook",
        "file:///etc/passwd",
        "ftp://8.8.8.8/x",
        "https:///x",
        "not an address"
      })
  void onlyEncryptedPublicAddressesAreTaken(String url) {
    assertThat(create("w1", url, "").error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
    String id = register("");
    assertThat(send("PATCH", id, "{'url': '" + url + "'}").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "W_",
        "-a",
        "a b",
        "a/b",
        "",
        "x123456789x123456789x123456789x123456789x123456789x123456789x1234"
      })
  void aNameIsShortAndPlain(String name) {
    assertThat(create(name, url(), "").error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{'entity': 'REGISTERED_MODEL', 'action': 'SET'}]",
        "[{'entity': 'NOPE', 'action': 'SET'}]",
        "[{'entity': 'REGISTERED_MODEL'}]"
      })
  void eventsMustBeSomeThatThereAre(String events) {
    assertThat(
            home.post("webhooks", "{'name': 'w', 'url': '" + url() + "', 'events': " + events + "}")
                .error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void aReceiverThatNeverAnswersHoldsUpNeitherTheOthersNorTheEnd() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      create("silent", "http://127.0.0.1:" + silent.getLocalPort() + "/hook", "");
      register("");
      for (int version = 1; version <= 5; version++) {
        publish("model.registered", Map.of("version", version, "run", "r1"));
      }
      assertThat(calls).hasSize(5);
      home.close();
    }
  }

  @Test
  void whatASlowReceiverHasNotTakenIsToldAfterTheNextStart() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      create("silent", "http://127.0.0.1:" + silent.getLocalPort() + "/hook", "");
      for (int version = 1; version <= 3; version++) {
        publish("model.registered", Map.of("version", version, "run", "r1"));
      }
      home.close();
      receiver.stop(0);
      silent.close();
      receive(silent.getLocalPort());
      home = new MlflowHarness(folder);
      publish("model.registered", Map.of("version", 4, "run", "r1"));
      Wait.until("all four to be told", () -> calls.size() == 4);
    }
    for (int version = 1; version <= 4; version++) {
      assertThat(calls.get(version - 1).body()).contains("\"version\":\"" + version + "\"");
    }
    Wait.until("nothing to be owed", () -> owed() == 0);
  }

  private long owed() {
    return home.database.read(tx ->
        tx.find("SELECT count(*) AS n FROM webhook_owed", row -> row.number("n")).orElseThrow());
  }

  @Test
  void aSecretThatCannotBeReadHoldsUpNobody() {
    register(", 'secret': 'hush'");
    create("w2", url(), "");
    home.database.write(tx ->
        tx.update(
            "UPDATE webhook SET secret = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' WHERE name = 'w1'"));
    publish("model.registered", Map.of("version", 1, "run", "r1"));
    publish("model.registered", Map.of("version", 2, "run", "r1"));
    assertThat(calls).hasSize(2);
  }

  @Test
  void ofTwoChangesAtOnceNoneIsLost() {
    String id = register("");
    AtomicBoolean isFirst = new AtomicBoolean(true);
    home.webhooks.change(
        Callers.ALL,
        id,
        draft -> {
          if (isFirst.getAndSet(false)) {
            send("PATCH", id, "{'description': 'meanwhile'}");
          }
          return new WebhookDraft(
              "other", draft.description(), draft.url(), draft.topics(), draft.isActive());
        },
        Optional.empty());
    Webhook changed = home.webhooks.load(Callers.ALL, id);
    assertThat(changed.name()).isEqualTo("other");
    assertThat(changed.description()).isEqualTo("meanwhile");
  }
}
