package dev.rondo.bench;

import java.util.List;
import java.util.Optional;

/// Something that is measured, in one or several figures.
interface Benchmark {

  /// What is done, in a few words.
  String title();

  /// The names of the figures that [#run] gives. What stands after an `@` is the condition that a
  /// figure was taken under, such as the number of connections.
  List<String> figures();

  List<Figure> run() throws Exception;

  /// Why it cannot be run here, as a sentence; empty when it can.
  default Optional<String> obstacle() {
    return Optional.empty();
  }
}
