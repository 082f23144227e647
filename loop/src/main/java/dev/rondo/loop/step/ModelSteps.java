package dev.rondo.loop.step;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.json.Json;
import dev.rondo.loop.step.ProjectStep.Bench;
import dev.rondo.loop.training.GoldenRows;
import dev.rondo.monitoring.ReferenceProfile;
import dev.rondo.registry.ModelContent;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registration;
import dev.rondo.registry.Signature;
import dev.rondo.training.Matrix;
import dev.rondo.training.MatrixWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The step from a trained model to a version of it.
final class ModelSteps {
  private static final int GOLDEN_ROWS = 32;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private ModelSteps() {}

  /// Registers the model with what serving and monitoring need to know of it: parameters `model`,
  /// `examples`, `choice`, `fit`.
  static Map<String, ?> register(Bench bench) throws IOException {
    ObjectNode examples = Inputs.object(bench.parameters(), "examples");
    ObjectNode fit = Inputs.object(bench.parameters(), "fit");
    ObjectNode choice = Inputs.object(bench.parameters(), "choice");
    String model = Inputs.text(bench.parameters(), "model");
    ModelContent content;
    try (Matrix matrix = Matrix.open(TrainingSteps.matrix(bench, examples))) {
      content = content(bench, examples, fit, choice, matrix);
    }
    ModelVersion version =
        bench
            .components()
            .registry()
            .register(
                bench.context().caller(),
                new Registration(
                    model,
                    Inputs.text(fit, "run"),
                    content,
                    "Learned from the last %s before %s."
                        .formatted(Inputs.text(choice, "window"), Inputs.text(examples, "until"))));
    Digest onnx = new Digest(Inputs.text(fit, "onnx"));
    bench
        .run()
        .read(
            new Asset(Asset.Kind.MODEL, Inputs.text(examples, "name"), onnx.brief(), onnx),
            Map.of());
    bench.run().wrote(version.asset(), Map.of("window", Inputs.text(choice, "window")));
    bench.context().log("Registered as %s version %d.".formatted(model, version.version()));
    return Map.of("version", Json.object().put("model", model).put("version", version.version()));
  }

  private static ModelContent content(
      Bench bench, ObjectNode examples, ObjectNode fit, ObjectNode choice, Matrix matrix)
      throws IOException {
    List<String> names = TrainingSteps.features(examples);
    Digest onnx = new Digest(Inputs.text(fit, "onnx"));
    Digest xgboost = new Digest(Inputs.text(fit, "xgboost"));
    Matrix learned = matrix.slice(fit.path("rows_from").asInt(), matrix.rows());
    float[][] columns = new float[names.size()][];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = learned.column(i);
    }
    float[] predictions = score(bench, names, columns, xgboost);
    Blob reference =
        bench.components().blobs().put(ReferenceProfile.of(names, columns, predictions).bytes());
    Blob golden =
        bench
            .components()
            .blobs()
            .put(golden(columns, predictions).getBytes(StandardCharsets.UTF_8));
    ObjectNode facts = Json.object().put("mae", choice.path("mae").asDouble());
    facts.put("until", Inputs.text(examples, "until")).put("window", Inputs.text(choice, "window"));
    Blob training =
        bench.components().blobs().put(Json.write(facts).getBytes(StandardCharsets.UTF_8));
    return new ModelContent(
        onnx,
        fit.path("size").asLong(),
        "onnx",
        Signature.floats(names, "prediction"),
        Map.of(
            "xgboost", xgboost,
            "reference", reference.digest(),
            "golden", golden.digest(),
            "training", training.digest()));
  }

  private static String golden(float[][] columns, float[] predictions) {
    int n = Math.min(GOLDEN_ROWS, predictions.length);
    int first = predictions.length - n;
    float[][] rows = new float[n][columns.length];
    for (int row = 0; row < n; row++) {
      for (int i = 0; i < columns.length; i++) {
        rows[row][i] = columns[i][first + row];
      }
    }
    return new GoldenRows(rows, Arrays.copyOfRange(predictions, first, first + n)).json();
  }

  /// XGBoost's own answers, so that what is served is held against the trainer.
  private static float[] score(Bench bench, List<String> names, float[][] columns, Digest model)
      throws IOException {
    Path file = Files.createTempFile(bench.components().home(), "score", ".tmp");
    try {
      MatrixWriter.write(file, names, "", List.of(columns));
      return bench
          .components()
          .trainer()
          .score(bench.context().caller(), file, bench.components().blobs().existing(model), LIMIT);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
