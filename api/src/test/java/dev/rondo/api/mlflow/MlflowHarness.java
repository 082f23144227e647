package dev.rondo.api.mlflow;

import dev.rondo.api.testing.TestServer;
import dev.rondo.api.webhook.WebhookSender;
import dev.rondo.api.webhook.Webhooks;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.kernel.http.OutgoingRules;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.secret.SecretBox;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.trace.Traces;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The protocol on a real server with a real database.
final class MlflowHarness implements AutoCloseable {
  final TestClock clock = new TestClock();
  final Ledger ledger;
  final Traces traces;
  final TestServer server;
  final Database database;
  final Events events;
  final StoredTraceFiles files = new StoredTraceFiles();
  private final WebhookSender sender;

  MlflowHarness(Path folder) {
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    IdSource ids = new IdSource(clock, new Random(1));
    ledger = new Ledger(database, events, ids, clock);
    traces = new Traces(database, ledger.experiments(), ids);
    OutgoingHttp http =
        new OutgoingHttp(
            OutgoingRules.USUAL
                .withTrustedHosts(Set.of("127.0.0.1"))
                .withTimes(Duration.ofSeconds(20), Duration.ofSeconds(20)));
    SecretBox secrets = SecretBox.open(folder.resolve("secret.key"));
    Webhooks webhooks = new Webhooks(database, secrets, http, ids, clock);
    sender = new WebhookSender(webhooks, http, clock, List.of(Duration.ZERO, Duration.ZERO));
    sender.start(events);
    server =
        TestServer.start(
            new MlflowRoutes(
                    new MlflowParts(
                        ledger,
                        traces,
                        files,
                        webhooks,
                        sender,
                        () -> List.of(Callers.ALL.project()),
                        clock))
                ::routes);
  }

  /// An answer with its status.
  record Answer(int status, JsonNode json) {
    String error() {
      return status + " " + json.path("error_code").asString("");
    }

    String message() {
      return json.path("message").asString("");
    }
  }

  /// @param path after `/api/2.0/mlflow/`
  /// @param json with `'` for `"`
  Answer post(String path, String json) {
    return answer(server.post("/api/2.0/mlflow/" + path, json.replace('\'', '"')));
  }

  Answer get(String path) {
    return answer(server.get("/api/2.0/mlflow/" + path));
  }

  static Answer answer(HttpResponse<String> response) {
    return new Answer(response.statusCode(), Json.parse(response.body()));
  }

  @Override
  public void close() {
    server.close();
    sender.close();
    events.close();
    database.close();
  }
}
