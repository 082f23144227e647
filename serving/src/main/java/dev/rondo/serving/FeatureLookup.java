package dev.rondo.serving;

import dev.rondo.kernel.Caller;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Turns a request into features: entity keys are looked up online, request-time features are
/// computed. Implementations are thread-safe and fast; they run on the request's own thread.
public interface FeatureLookup {

  /// How many features [#lookup] writes.
  default int width() {
    return names().size();
  }

  /// The features that [#lookup] writes, in its order.
  List<String> names();

  /// Writes the features of one request that [RequestCheck] has found good; NaN is a missing one.
  ///
  /// @param vector receives [#width] values
  void lookup(Caller caller, ObjectNode request, float[] vector);
}
