package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.database.Transaction;
import java.util.List;

/// Which models have endpoints. Their champion is a decision with consequences, and their names
/// stand in deployments and predictions.
@FunctionalInterface
public interface ServedModels {
  /// The names of the endpoints that serve a model, or have served it.
  ///
  /// @param tx where it is asked, so that the answer holds until the decision is made
  List<String> endpoints(Transaction tx, Caller caller, String model);
}
