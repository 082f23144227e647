package dev.rondo.api.mlflow;

import dev.rondo.access.Access;
import dev.rondo.api.http.HttpOptions;
import dev.rondo.api.http.Router;
import dev.rondo.api.http.Routes;
import dev.rondo.api.testing.TestServer;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.blob.Uploads;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.kernel.http.OutgoingRules;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.secret.SecretBox;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.trace.Traces;
import dev.rondo.registry.Registry;
import dev.rondo.registry.webhook.WebhookSender;
import dev.rondo.registry.webhook.Webhooks;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The protocol on a real server with a real database.
final class MlflowHarness implements AutoCloseable {
  final TestClock clock = new TestClock();
  final Ledger ledger;
  final Traces traces;
  final Registry registry;
  final BlobStore blobs;
  final TestServer server;
  final Router routes;

  /// The models that have an endpoint.
  final Set<String> served = new HashSet<>();

  /// Who calls.
  volatile Caller caller = Callers.ALL;

  final Webhooks webhooks;
  final Database database;
  final Access access;
  final Events events;
  private final Uploads uploads;
  private final IdSource ids;
  private final WebhookSender sender;
  private final VersionScans scans;

  MlflowHarness(Path folder) {
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    access = new Access(database, clock);
    IdSource ids = new IdSource(clock, new Random(1));
    ledger = new Ledger(database, events, ids, clock);
    traces = ledger.traces();
    ledger.files().protect(new RegisteredFiles());
    registry =
        new Registry(
            database,
            events,
            new IdSource(clock, new Random(2)),
            clock,
            (_, _, model) -> served.contains(model) ? List.of("eta") : List.of());
    blobs = new BlobStore(folder.resolve("blobs"));
    Uploads uploads = new Uploads(folder.resolve("uploads"), blobs);
    OutgoingHttp http =
        new OutgoingHttp(
            OutgoingRules.USUAL
                .withTrustedHosts(Set.of("127.0.0.1"))
                .withTimes(Duration.ofSeconds(20), Duration.ofSeconds(20)));
    SecretBox secrets = SecretBox.open(folder.resolve("secret.key"));
    webhooks = new Webhooks(database, secrets, http, ids, clock);
    sender = new WebhookSender(webhooks, http, clock, List.of(Duration.ZERO, Duration.ZERO));
    sender.start(events);
    scans = new VersionScans(registry, ledger, blobs, Duration.ofMinutes(1));
    this.uploads = uploads;
    this.ids = ids;
    routes = routes(access);
    server = TestServer.start(routes, _ -> caller, HttpOptions.local(0));
  }

  /// Everything that is answered, with the users of one server.
  Router routes(Access users) {
    ledger.experiments().tell(users.levels()::made);
    registry.catalog().tell(users.levels()::made);
    MlflowParts parts =
        new MlflowParts(
            ledger,
            registry,
            blobs,
            uploads,
            ids,
            webhooks,
            sender,
            scans,
            () -> List.of(Callers.ALL.project()),
            users,
            clock);
    Routes all = new Routes();
    new MlflowRoutes(parts).routes(all);
    return all.router();
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

  /// Puts a file where clients upload the spans of a trace.
  void traceFile(String trace, String content) {
    ledger
        .files()
        .put(
            caller,
            new ArtifactRoot(ArtifactRoot.Kind.TRACE, trace),
            TraceFiles.NAME,
            blobs.put(content.getBytes(StandardCharsets.UTF_8)));
  }

  /// @param path after `/api/2.0/mlflow/`
  /// @param json with `'` for `"`
  Answer post(String path, String json) {
    return answer(server.post("/api/2.0/mlflow/" + path, json.replace('\'', '"')));
  }

  /// @param method `PATCH` or `DELETE`, with a body
  Answer send(String method, String path, String json) {
    return answer(
        server.send(
            HttpRequest.newBuilder(server.uri("/api/2.0/mlflow/" + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                .build()));
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
    scans.close();
    events.close();
    database.close();
  }
}
