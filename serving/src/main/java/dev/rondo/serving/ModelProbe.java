package dev.rondo.serving;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.child.ChildJob;
import dev.rondo.kernel.child.ChildPool;
import dev.rondo.kernel.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The first load of a model, in a child process, so that one that breaks the native library breaks
/// only the child. Asked with `onnx` (a path), `width`, `rows` (arrays of numbers, null for a
/// missing one; may be empty) and `runs`, it answers with `values` for the rows, and with
/// `p50Nanos` and `p99Nanos` of single rows.
public final class ModelProbe implements ChildJob {
  /// The name under which child processes know this job.
  public static final String NAME = "serving.probe";

  private static final int MAX_RUNS = 100_000;

  @Override
  public ObjectNode run(ObjectNode request) throws Exception {
    byte[] onnx = Files.readAllBytes(Path.of(request.path("onnx").asString()));
    int width = request.path("width").asInt();
    int runs = Math.clamp(request.path("runs").asInt(200), 1, MAX_RUNS);
    try (OnnxModel model = OnnxModel.load(onnx, width)) {
      JsonNode rows = request.path("rows");
      ObjectNode answer = Json.object();
      ArrayNode values = answer.putArray("values");
      for (JsonNode row : rows) {
        values.add(finite(model.score(vector(row, width))));
      }
      long[] nanos = new long[runs];
      for (int i = 0; i < runs; i++) {
        float[] vector =
            rows.isEmpty() ? new float[width] : vector(rows.get(i % rows.size()), width);
        long started = System.nanoTime();
        finite(model.score(vector));
        nanos[i] = System.nanoTime() - started;
      }
      Arrays.sort(nanos);
      return answer
          .put("p50Nanos", nanos[runs / 2])
          .put("p99Nanos", nanos[Math.min(runs - 1, runs * 99 / 100)]);
    }
  }

  /// Has a child load a model and answer rows with it, before this process does.
  ///
  /// @param rows each as wide as the model's inputs, NaN for a missing value
  /// @throws Problem what is wrong with the model; `unavailable` when the child died of it
  public static void require(ChildPool children, Path onnx, float[][] rows, Duration timeout) {
    ObjectNode request =
        Json.object()
            .put("onnx", onnx.toAbsolutePath().toString())
            .put("width", rows[0].length)
            .put("runs", 1);
    ArrayNode list = request.putArray("rows");
    for (float[] row : rows) {
      ArrayNode values = list.addArray();
      for (float value : row) {
        if (Float.isNaN(value)) {
          values.addNull();
        } else {
          values.add(value);
        }
      }
    }
    children.call(NAME, request, timeout);
  }

  private static float[] vector(JsonNode row, int width) {
    if (row.size() != width) {
      throw Problem.invalid("A row has %d values, and the model has %d inputs.", row.size(), width);
    }
    float[] vector = new float[width];
    for (int i = 0; i < width; i++) {
      vector[i] = (float) row.get(i).asDouble(Double.NaN);
    }
    return vector;
  }

  private static float finite(float value) {
    if (!Float.isFinite(value)) {
      throw Problem.of(ProblemCode.INVALID_DATA, "The model gave %s for a probe row.", value);
    }
    return value;
  }
}
