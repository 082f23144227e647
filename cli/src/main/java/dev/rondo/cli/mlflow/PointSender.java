package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// Sends points of metrics in pieces, in the form that takes the least to read. Those of one run,
/// and of one key in it, come one after the other. A piece is under way while the next one is read,
/// and never more than one. Confined to one thread.
final class PointSender {
  private static final int PIECE = 20_000;

  private final Target target;
  private final String path;
  private ByteArrayOutputStream body = new ByteArrayOutputStream();
  private JsonGenerator json = begun();
  private String run = "";
  private String key = "";
  private int points;
  private Future<JsonNode> underWay = CompletableFuture.completedFuture(Json.object());

  PointSender(Target target, String path) {
    this.target = target;
    this.path = path;
  }

  private JsonGenerator begun() {
    body = new ByteArrayOutputStream(1 << 20);
    JsonGenerator made = Json.MAPPER.createGenerator(body);
    made.writeStartObject();
    made.writeArrayPropertyStart("runs");
    return made;
  }

  void point(String ofRun, String ofKey, long step, long time, double value) {
    if (!ofRun.equals(run)) {
      endRun();
      run = ofRun;
      json.writeStartObject();
      json.writeStringProperty("run_id", run);
      json.writeObjectPropertyStart("metrics");
    }
    if (!ofKey.equals(key) || points == 0) {
      endKey();
      key = ofKey;
      json.writeArrayPropertyStart(key);
    }
    json.writeNumber(step);
    json.writeNumber(time);
    number(value);
    if (++points == PIECE) {
      send();
    }
  }

  private void number(double value) {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeString(Double.toString(value));
    }
  }

  private void endKey() {
    if (!key.isEmpty()) {
      json.writeEndArray();
      key = "";
    }
  }

  private void endRun() {
    endKey();
    if (!run.isEmpty()) {
      json.writeEndObject();
      json.writeEndObject();
      run = "";
    }
  }

  private void send() {
    endRun();
    json.writeEndArray();
    json.writeEndObject();
    json.close();
    byte[] piece = body.toByteArray();
    await();
    FutureTask<JsonNode> post = new FutureTask<>(() -> target.post(path, piece));
    underWay = post;
    Thread.ofVirtual().name("import-points").start(post);
    points = 0;
    json = begun();
  }

  /// Sends what is left, and waits until all is taken.
  ///
  /// @throws Problem when something was not taken
  void flush() {
    if (points > 0) {
      send();
    }
    await();
  }

  private void await() {
    try {
      underWay.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Problem problem
          ? problem
          : Problem.wrap(ProblemCode.INTERNAL, "Points could not be sent: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The import was interrupted.", e);
    }
  }
}
