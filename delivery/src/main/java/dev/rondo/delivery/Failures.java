package dev.rondo.delivery;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import java.util.List;

/// What people are told of a failure.
final class Failures {
  private Failures() {}

  /// A problem's own sentence; the kind and message of anything else.
  static String sentence(Throwable failure) {
    return failure instanceof Problem problem
        ? problem.text()
        : "It failed unexpectedly: " + failure;
  }

  static List<Mistake> mistakes(Throwable failure) {
    return failure instanceof Problem problem ? problem.mistakes() : List.of();
  }
}
