package dev.rondo.api.mlflow;

import dev.rondo.api.http.HttpOptions;
import dev.rondo.api.testing.TestServer;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.blob.Uploads;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.trace.Traces;
import dev.rondo.registry.Registry;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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

  /// The models that have an endpoint.
  final Set<String> served = new HashSet<>();

  /// Who calls.
  volatile Caller caller = Callers.ALL;

  private final Database database;
  private final Events events;

  MlflowHarness(Path folder) {
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    IdSource ids = new IdSource(clock, new Random(1));
    ledger = new Ledger(database, events, ids, clock);
    traces = ledger.traces();
    registry =
        new Registry(
            database,
            events,
            new IdSource(clock, new Random(2)),
            clock,
            (_, model) -> served.contains(model) ? List.of("eta") : List.of());
    blobs = new BlobStore(folder.resolve("blobs"));
    Uploads uploads = new Uploads(folder.resolve("uploads"), blobs);
    server =
        TestServer.start(
            new MlflowRoutes(ledger, registry, blobs, uploads, ids, clock)::routes,
            _ -> caller,
            HttpOptions.local(0));
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
    events.close();
    database.close();
  }
}
