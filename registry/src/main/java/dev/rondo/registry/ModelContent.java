package dev.rondo.registry;

import dev.rondo.kernel.Digest;
import java.util.Map;

/// What a model version is made of.
///
/// @param digest of the served file, as stored in the blob store
/// @param size of that file in bytes
/// @param format such as `onnx`
/// @param artifacts whatever else belongs to it, by name: the trainer's native file, golden
///   predictions, the reference statistics for monitoring
public record ModelContent(
    Digest digest, long size, String format, Signature signature, Map<String, Digest> artifacts) {

  public ModelContent {
    artifacts = Map.copyOf(artifacts);
  }
}
