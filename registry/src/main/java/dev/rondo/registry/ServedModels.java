package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import java.util.List;

/// Which models have endpoints. Their champion is a decision with consequences, and their names
/// stand in deployments and predictions.
@FunctionalInterface
public interface ServedModels {
  /// The names of the endpoints that serve a model, or have served it.
  List<String> endpoints(Caller caller, String model);
}
