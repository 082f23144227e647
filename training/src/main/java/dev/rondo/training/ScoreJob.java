package dev.rondo.training;

import dev.rondo.kernel.child.ChildJob;
import dev.rondo.kernel.json.Json;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The child's side of [Trainer#score]: writes a matrix of one column, `prediction`.
public final class ScoreJob implements ChildJob {
  public static final String NAME = "score";

  @Override
  public ObjectNode run(ObjectNode request) {
    try (Matrix matrix = Matrix.open(Path.of(request.path("matrix").asString()));
        XgbData data = new XgbData(matrix);
        XgbModel model = XgbModel.load(Path.of(request.path("model").asString()))) {
      matrix.requireFinite();
      model.requireWidth(matrix.width());
      float[] predictions = model.predict(data.rows(new RowRange(0, matrix.rows())));
      MatrixWriter.write(
          Path.of(request.path("output").asString()),
          List.of("prediction"),
          "",
          List.of(predictions));
      return Json.object().put("rows", predictions.length);
    }
  }
}
