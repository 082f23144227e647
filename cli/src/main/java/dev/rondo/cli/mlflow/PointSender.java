package dev.rondo.cli.mlflow;

import dev.rondo.kernel.json.Json;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;

/// Sends points of metrics in pieces, in the form that takes the least to read. Those of one run,
/// and of one key in it, come one after the other. Confined to one thread.
final class PointSender {
  private static final int PIECE = 20_000;

  private final Target target;
  private final String path;
  private ByteArrayOutputStream body = new ByteArrayOutputStream();
  private JsonGenerator json = begun();
  private String run = "";
  private String key = "";
  private int points;

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
      flush();
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

  /// Sends what is left.
  void flush() {
    endRun();
    if (points > 0) {
      json.writeEndArray();
      json.writeEndObject();
      json.close();
      target.post(path, body.toByteArray());
      points = 0;
      json = begun();
    }
  }
}
