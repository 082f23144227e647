package dev.rondo.serving;

import java.util.List;

/// A model as the Open Inference Protocol describes it.
///
/// @param versions those that are loaded, in ascending order
/// @param platform such as `onnx_onnxv1`
/// @param features the names of the columns of the one input tensor, in order
public record ModelMetadata(
    String name,
    List<String> versions,
    String platform,
    List<TensorMetadata> inputs,
    List<TensorMetadata> outputs,
    List<String> features) {

  /// A tensor.
  ///
  /// @param shape with -1 for a dimension that varies
  public record TensorMetadata(String name, String datatype, List<Long> shape) {}
}
