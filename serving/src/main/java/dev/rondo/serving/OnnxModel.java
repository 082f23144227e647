package dev.rondo.serving;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A model in ONNX Runtime: one `FLOAT` input of [rows, width], one `FLOAT` output of a value a
/// row. One thread an operation and no spinning, since requests already run side by side. A single
/// row goes through buffers and tensors that are made once and used again. Thread-safe; closed only
/// when no call is running.
final class OnnxModel implements AutoCloseable {
  private static final int WARM_UP_RUNS = 3;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;
  private final String output;
  private final int outputRank;
  private final int width;
  private final Queue<SingleRow> idleRows = new ConcurrentLinkedQueue<>();

  private OnnxModel(OrtEnvironment environment, OrtSession session, int width) throws OrtException {
    this.environment = environment;
    this.session = session;
    this.width = width;
    Map.Entry<String, NodeInfo> in = only("input", session.getInputInfo());
    Map.Entry<String, NodeInfo> out = only("output", session.getOutputInfo());
    this.input = in.getKey();
    this.output = out.getKey();
    long[] shape = floats("input", in).getShape();
    if (shape.length != 2 || (shape[1] != width && shape[1] >= 0)) {
      throw unfit(
          "takes rows of %s, and %d features are named",
          shape.length == 2 ? shape[1] + " columns" : shape.length + " dimensions", width);
    }
    this.outputRank = floats("output", out).getShape().length;
    if (outputRank != 1 && outputRank != 2) {
      throw unfit("gives an output of %d dimensions, and one value a row is needed", outputRank);
    }
  }

  /// Loads and warms up.
  ///
  /// @throws Problem `invalid-data` when this is no such model; nothing of it stays loaded
  static OnnxModel load(byte[] onnx, int width) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "rondo");
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      options.setCPUArenaAllocator(false);
      options.setMemoryPatternOptimization(false);
      return warm(environment, environment.createSession(onnx, options), width);
    } catch (OrtException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA, "The model cannot be loaded: " + e.getMessage(), e);
    }
  }

  private static OnnxModel warm(OrtEnvironment environment, OrtSession session, int width)
      throws OrtException {
    try {
      OnnxModel model = new OnnxModel(environment, session, width);
      for (int i = 0; i < WARM_UP_RUNS; i++) {
        model.score(new float[width]);
      }
      return model;
    } catch (OrtException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  String input() {
    return input;
  }

  String output() {
    return output;
  }

  /// Predicts one row.
  float score(float[] features) {
    SingleRow row = idleRows.poll();
    try {
      if (row == null) {
        row = new SingleRow();
      }
      float value = row.score(features);
      idleRows.add(row);
      return value;
    } catch (OrtException e) {
      if (row != null) {
        row.close();
      }
      throw failed(e);
    }
  }

  /// Predicts many rows.
  ///
  /// @param rows a direct buffer with `count` rows from its start
  /// @param values a direct buffer that receives `count` values from its start
  void score(FloatBuffer rows, int count, FloatBuffer values) {
    long[] outputShape = outputRank == 1 ? new long[] {count} : new long[] {count, 1};
    try (OnnxTensor in =
            OnnxTensor.createTensor(
                environment, rows.slice(0, count * width), new long[] {count, width});
        OnnxTensor out = OnnxTensor.createTensor(environment, values.slice(0, count), outputShape);
        OrtSession.Result _ = session.run(Map.of(input, in), Map.of(output, out))) {
      assert in.getInfo().getNumElements() == (long) count * width;
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private static Problem failed(OrtException e) {
    return Problem.wrap(
        ProblemCode.INTERNAL, "The model failed on this input: " + e.getMessage(), e);
  }

  private static Map.Entry<String, NodeInfo> only(String side, Map<String, NodeInfo> nodes) {
    if (nodes.size() != 1) {
      throw unfit("has %d %ss, and one is needed: %s", nodes.size(), side, nodes.keySet());
    }
    return nodes.entrySet().iterator().next();
  }

  private static TensorInfo floats(String side, Map.Entry<String, NodeInfo> node) {
    if (node.getValue().getInfo() instanceof TensorInfo tensor
        && tensor.type == OnnxJavaType.FLOAT) {
      return tensor;
    }
    throw unfit("has an %s '%s' that is not a FLOAT tensor", side, node.getKey());
  }

  private static Problem unfit(String format, Object... arguments) {
    return Problem.of(ProblemCode.INVALID_DATA, "The model " + format + ".", arguments);
  }

  static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Override
  public void close() {
    try {
      for (SingleRow row = idleRows.poll(); row != null; row = idleRows.poll()) {
        row.close();
      }
      session.close();
    } catch (OrtException e) {
      throw Problem.wrap(ProblemCode.INTERNAL, "A model did not close: " + e.getMessage(), e);
    }
  }

  /// Buffers and tensors of one row, used by one call at a time.
  private final class SingleRow {
    private final FloatBuffer row = direct(width);
    private final FloatBuffer value = direct(1);
    private final OnnxTensor in;
    private final OnnxTensor out;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    SingleRow() throws OrtException {
      in = OnnxTensor.createTensor(environment, row, new long[] {1, width});
      out =
          OnnxTensor.createTensor(
              environment, value, outputRank == 1 ? new long[] {1} : new long[] {1, 1});
      inputs = Map.of(input, in);
      outputs = Map.of(output, out);
    }

    float score(float[] features) throws OrtException {
      row.put(0, features, 0, width);
      session.run(inputs, outputs).close();
      return value.get(0);
    }

    void close() {
      in.close();
      out.close();
    }
  }
}
