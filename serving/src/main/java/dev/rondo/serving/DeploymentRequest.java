package dev.rondo.serving;

import dev.rondo.kernel.Digest;
import java.util.List;

/// A request to load a version for an endpoint.
///
/// @param onnx the digest of the ONNX file in the blob store
/// @param inputs the model's features in the order of its columns; the endpoint's lookup must offer
///   each of them, and may offer more
public record DeploymentRequest(String endpoint, ModelRef model, Digest onnx, List<String> inputs) {

  public DeploymentRequest {
    inputs = List.copyOf(inputs);
  }
}
