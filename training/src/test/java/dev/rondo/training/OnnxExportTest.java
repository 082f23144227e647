package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.rondo.kernel.Problem;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxExportTest {
  private static final int ROWS = 10_000;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "1, 16, 7, 120, reg:absoluteerror, 1.0",
    "2, 3, 4, 30, reg:absoluteerror, 0.7",
    "3, 16, 10, 40, reg:squarederror, 1.0",
    "4, 1, 3, 5, reg:squarederror, 0.5",
    "5, 8, 1, 300, reg:absoluteerror, 1.0"
  })
  void agreesWithXgboostBitByBit(
      long seed, int width, int depth, int rounds, String objective, double subsample)
      throws Exception {
    Parameters parameters =
        new Parameters(
            Objective.of(objective), rounds, 0.1, depth, 1, subsample, 1, 64, 1, seed, 2);
    try (Matrix train = Matrix.open(Samples.write(folder.resolve("a"), 2_000, width, seed));
        Matrix rows = Matrix.open(Samples.write(folder.resolve("b"), ROWS, width, -seed));
        XgbData data = new XgbData(train);
        XgbData other = new XgbData(rows);
        XgbModel model = XgbModel.train(data, plan(parameters, 2_000))) {
      byte[] onnx = OnnxExport.export(XgbTrees.read(model.bytes("json")), train.names());
      float[] expected = model.predict(other.rows(new RowRange(0, ROWS)));
      assertThat(difference(run(onnx, rows.rowMajor(), width), expected)).isZero();
      for (int row = 0; row < 20; row++) {
        float[] alone = run(onnx, rows.slice(row, row + 1).rowMajor(), width);
        assertThat(Math.abs(alone[0] - expected[row])).isLessThan(1e-4f);
      }
    }
  }

  @Test
  void namesTheFeaturesInItsMetadata() throws Exception {
    try (Matrix train = Matrix.open(Samples.write(folder.resolve("a"), 100, 3, 1));
        XgbData data = new XgbData(train);
        XgbModel model = XgbModel.train(data, plan(Parameters.DEFAULT, 50))) {
      byte[] onnx = OnnxExport.export(XgbTrees.read(model.bytes("json")), train.names());
      try (OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx)) {
        assertThat(session.getInputNames()).containsExactly("features");
        assertThat(session.getOutputNames()).containsExactly("prediction");
        assertThat(session.getMetadata().getCustomMetadata())
            .containsEntry(OnnxExport.NAMES_KEY, "[\"feature-0\",\"feature-1\",\"feature-2\"]");
      }
      assertThatThrownBy(
              () -> OnnxExport.export(XgbTrees.read(model.bytes("json")), Samples.names(4)))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("takes 3 features, and 4 names");
    }
  }

  @Test
  void aConstantLabelGivesItsMedianEverywhere() throws Exception {
    float[] feature = new float[50];
    for (int i = 0; i < feature.length; i++) {
      feature[i] = i;
    }
    float[] label = new float[50];
    Arrays.fill(label, 12.5f);
    MatrixWriter.write(
        folder.resolve("constant"), Samples.names(1), "label", List.of(feature, label));
    try (Matrix train = Matrix.open(folder.resolve("constant"));
        XgbData data = new XgbData(train);
        XgbModel model = XgbModel.train(data, plan(Parameters.DEFAULT, 50))) {
      byte[] onnx = OnnxExport.export(XgbTrees.read(model.bytes("json")), train.names());
      assertThat(run(onnx, new float[] {3, Float.NaN}, 1)).containsExactly(12.5f, 12.5f);
    }
  }

  @Test
  void refusesWhatItCannotExport() {
    assertThatThrownBy(() ->
            OnnxExport.export(
                XgbTrees.read("{".getBytes(StandardCharsets.UTF_8)), Samples.names(1)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("malformed");
    String linear = "{\"learner\":{\"gradient_booster\":{\"name\":\"gblinear\"}}}";
    assertThatThrownBy(() ->
            OnnxExport.export(
                XgbTrees.read(linear.getBytes(StandardCharsets.UTF_8)), Samples.names(1)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("its booster is 'gblinear'");
  }

  /// With more threads ONNX Runtime adds partial sums, which changes last digits.
  private static OrtSession.SessionOptions oneThread() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    return options;
  }

  private static float difference(float[] a, float[] b) {
    assertThat(a).hasSameSizeAs(b);
    float largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private static Plan plan(Parameters parameters, int rows) {
    return new Plan("a", new RowRange(0, rows), new RowRange(0, 0), parameters);
  }

  private static float[] run(byte[] onnx, float[] rows, int width) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = {rows.length / width, width};
    try (OrtSession session = environment.createSession(onnx, oneThread());
        OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows), shape);
        OrtSession.Result result = session.run(Map.of(OnnxExport.INPUT, input))) {
      float[][] column = (float[][]) result.get(0).getValue();
      float[] flat = new float[column.length];
      for (int i = 0; i < flat.length; i++) {
        flat[i] = column[i][0];
      }
      return flat;
    }
  }
}
