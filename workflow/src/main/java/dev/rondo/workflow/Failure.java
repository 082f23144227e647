package dev.rondo.workflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.Texts;

/// Why something failed.
///
/// @param message a whole sentence
public record Failure(ProblemCode code, String message) {
  private static final int MAX_MESSAGE = 4_000;

  public Failure {
    message = Texts.shortened(message, MAX_MESSAGE);
  }

  /// What a step threw: a [Problem] speaks for itself, anything else is a fault of the step.
  static Failure of(Throwable thrown) {
    return thrown instanceof Problem problem
        ? new Failure(problem.code(), problem.text())
        : new Failure(
            ProblemCode.INTERNAL,
            "The step ended with %s: %s"
                .formatted(thrown.getClass().getSimpleName(), thrown.getMessage()));
  }

  /// Whether the same input would fail the same way again.
  boolean isInvalid() {
    return switch (code) {
      case INVALID_REQUEST, INVALID_FILE, INVALID_DATA, CONTRACT_BROKEN -> true;
      default -> false;
    };
  }
}
