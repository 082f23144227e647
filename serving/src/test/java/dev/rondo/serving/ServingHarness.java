package dev.rondo.serving;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/// A serving component with an endpoint `trip` for the model `duration`, whose two features are the
/// request's `distance` and `hour`. Opening a second one on the same folder is a restart.
final class ServingHarness implements AutoCloseable {
  static final List<String> INPUTS = List.of("distance", "hour");

  final TestClock clock = new TestClock();
  final Database database;
  final Events events;
  final BlobStore blobs;
  final Serving serving;
  final Path logs;

  ServingHarness(Path folder) {
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    blobs = new BlobStore(folder.resolve("blobs"));
    logs = folder.resolve("predictions");
    IdSource ids = new IdSource(clock, new Random());
    serving = new Serving(database, events, blobs, ids, clock, logs);
    serving.register(Callers.ALL, definition(INPUTS));
  }

  static EndpointDefinition definition(List<String> names) {
    return definition(names, AnswerCheck.NONE);
  }

  static EndpointDefinition definition(List<String> names, AnswerCheck answers) {
    return new EndpointDefinition(
        "trip", "duration", new RequestFields(names), check(names), answers, "id", "at", "minutes");
  }

  private record RequestFields(List<String> names) implements FeatureLookup {
    @Override
    public void lookup(Caller caller, ObjectNode request, float[] vector) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) request.path(names.get(i)).asDouble(Double.NaN);
      }
    }
  }

  private static RequestCheck check(List<String> names) {
    return request -> {
      List<Mistake> mistakes = new ArrayList<>();
      for (String name : names) {
        if (!request.path(name).isNumber()) {
          mistakes.add(Mistake.at("/" + name, "'" + name + "' must be a number."));
        }
      }
      return mistakes;
    };
  }

  static ObjectNode request(String id, String at, double distance, double hour) {
    return Json.object().put("id", id).put("at", at).put("distance", distance).put("hour", hour);
  }

  /// Loads `bias + 2 distance + 3 hour` as this version.
  Deployment load(int version, float bias) {
    return load(version, TestModels.linear(bias, 2, 3), INPUTS);
  }

  Deployment load(int version, byte[] onnx, List<String> inputs) {
    Digest digest = blobs.put(onnx).digest();
    return serving.load(
        Callers.ALL,
        new DeploymentRequest("trip", new ModelRef("duration", version), digest, inputs));
  }

  Deployment deploy(int version, float bias) {
    return serving.activate(Callers.ALL, load(version, bias).id(), "a test");
  }

  float predict(double distance, double hour) {
    return serving
        .predict(Callers.ALL, "trip", request("r", "2018-04-01T08:00:00Z", distance, hour))
        .value();
  }

  @Override
  public void close() {
    serving.close();
    events.close();
    database.close();
  }
}
