package dev.rondo.cli.mlflow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Puts what comes one by one together.
final class Batches {
  private Batches() {}

  /// @param most how many things there are in a batch
  /// @param things hands out things
  static void of(
      int most, Consumer<Consumer<ObjectNode>> things, Consumer<List<ObjectNode>> batch) {
    List<ObjectNode> some = new ArrayList<>();
    things.accept(thing -> {
      some.add(thing);
      if (some.size() == most) {
        batch.accept(List.copyOf(some));
        some.clear();
      }
    });
    if (!some.isEmpty()) {
      batch.accept(List.copyOf(some));
    }
  }
}
