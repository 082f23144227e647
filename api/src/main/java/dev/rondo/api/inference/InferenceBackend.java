package dev.rondo.api.inference;

import dev.rondo.kernel.Caller;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What serves models, as the Open Inference Protocol sees it.
public interface InferenceBackend {
  /// One input or output.
  ///
  /// @param datatype of the protocol, such as `FP32`
  /// @param shape -1 for a dimension that varies
  record Tensor(String name, String datatype, List<Long> shape) {
    public Tensor {
      shape = List.copyOf(shape);
    }
  }

  /// What a model takes and gives. Either it has one input of shape `[-1, width]`, or several of
  /// shape `[-1]` or `[-1, 1]`, which are the columns of its rows in this order.
  ///
  /// @param platform such as `onnx_onnxv1`
  record Metadata(
      String name,
      List<String> versions,
      String platform,
      List<Tensor> inputs,
      List<Tensor> outputs,
      Map<String, String> properties) {
    public Metadata {
      versions = List.copyOf(versions);
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      properties = Map.copyOf(properties);
    }
  }

  /// Rows to predict.
  ///
  /// @param id the client's, or one of ours
  /// @param values row by row, `rows * width` from position 0; valid during the call only
  record Rows(String id, int rows, int width, FloatBuffer values) {}

  /// An output's values, row by row.
  record Output(String name, List<Long> shape, FloatBuffer values) {}

  /// What a model answered, and which version did.
  record Answer(String version, List<Output> outputs) {}

  /// Whether the server takes requests.
  boolean ready();

  /// The names of the models in the caller's project.
  List<String> models(Caller caller);

  /// @throws dev.rondo.kernel.Problem `not-found` when there is no such model or version
  Metadata metadata(Caller caller, String model, Optional<String> version);

  /// Whether a model takes requests now; false also when there is none.
  boolean ready(Caller caller, String model, Optional<String> version);

  /// Predicts.
  Answer infer(Caller caller, String model, Optional<String> version, Rows rows);
}
