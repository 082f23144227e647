package dev.rondo.training;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.child.ChildJob;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The child's side of [Trainer#train]: trains one candidate.
public final class TrainJob implements ChildJob {
  public static final String NAME = "train";

  @Override
  public ObjectNode run(ObjectNode request) throws Exception {
    Path output = Path.of(request.path("output").asString());
    Map<String, RowRange> evaluations = new LinkedHashMap<>();
    request
        .path("evaluations")
        .forEachEntry((name, range) -> evaluations.put(name, TrainingRequest.range(range)));
    Plan plan = TrainingRequest.plan(request.path("candidate"));
    try (Matrix matrix = Matrix.open(Path.of(request.path("matrix").asString()))) {
      check(matrix, plan, evaluations);
      try (XgbData data = new XgbData(matrix)) {
        return train(data, plan, evaluations, output).put("matrix_digest", matrix.digest().value());
      }
    }
  }

  private static void check(Matrix matrix, Plan plan, Map<String, RowRange> evaluations) {
    plan.train().requireWithin(matrix.rows(), "training '" + plan.name() + "'");
    if (!plan.validation().isEmpty()) {
      plan.validation().requireWithin(matrix.rows(), "validating '" + plan.name() + "'");
    }
    evaluations.forEach(
        (name, range) -> range.requireWithin(matrix.rows(), "the evaluation '" + name + "'"));
    if (matrix.label().isEmpty()) {
      throw Problem.invalid("The matrix has no label column; training needs one.");
    }
    matrix.requireFinite();
  }

  private static ObjectNode train(
      XgbData data, Plan plan, Map<String, RowRange> evaluations, Path output) throws IOException {
    long start = System.nanoTime();
    try (XgbModel model = XgbModel.train(data, plan)) {
      ObjectNode answer = Json.object().put("millis", millisSince(start));
      XgbTrees trees = XgbTrees.read(model.bytes("json"));
      write(answer, output, "model", plan.name() + ".ubj", model.bytes("ubj"));
      byte[] onnx = OnnxExport.export(trees, data.matrix().names());
      write(answer, output, "onnx", plan.name() + ".onnx", onnx);
      describe(answer, data.matrix(), model, trees);
      evaluate(answer.putObject("errors"), data, plan, evaluations, model);
      return answer;
    }
  }

  private static void write(ObjectNode answer, Path folder, String key, String name, byte[] bytes)
      throws IOException {
    Files.write(folder.resolve(name), bytes);
    answer.put(key, name).put(key + "_digest", Digest.of(bytes).value());
  }

  private static void describe(ObjectNode answer, Matrix matrix, XgbModel model, XgbTrees trees) {
    double[] shares = trees.gainShares(matrix.width());
    for (int i = 0; i < shares.length; i++) {
      answer
          .withArray("importance")
          .addObject()
          .put("name", matrix.names().get(i))
          .put("gain", shares[i]);
    }
    ObjectNode history = answer.putObject("history");
    model.history().forEach((name, values) -> values.forEach(history.withArray(name)::add));
  }

  private static void evaluate(
      ObjectNode errors,
      XgbData data,
      Plan plan,
      Map<String, RowRange> evaluations,
      XgbModel model) {
    Map<String, RowRange> ranges = new LinkedHashMap<>();
    ranges.put(TrainingRequest.TRAIN, plan.train());
    if (!plan.validation().isEmpty()) {
      ranges.put(TrainingRequest.VALIDATION, plan.validation());
    }
    ranges.putAll(evaluations);
    ranges.forEach((name, range) -> {
      float[] labels = data.matrix().slice(range.from(), range.to()).labels();
      errors.set(name, Json.tree(Errors.of(model.predict(data.rows(range)), labels)));
    });
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
