package dev.rondo.workflow;

import dev.rondo.kernel.Digest;
import java.util.Optional;

/// What a task does. A step is given every attempt at least once, perhaps more than once when a
/// process dies, so its effects outside should be keyed by [StepContext#idempotencyKey]. It should
/// end soon after its thread is interrupted. Thread-safe.
@FunctionalInterface
public interface Step {

  /// Does the work and returns what later tasks may refer to. Whatever it throws fails the attempt;
  /// a [dev.rondo.kernel.Problem] tells why, and one whose code is `invalid-…` is not tried again.
  StepResult run(StepContext context) throws Exception;

  /// Which edition of the step this is: results of another one are not used again.
  default String version() {
    return "1";
  }

  /// The digest of what the step would read beyond its parameters. Asked only where the pipeline
  /// says `cache: true`; empty when the parameters say it all.
  default Optional<Digest> inputsDigest(StepContext context) throws Exception {
    return Optional.empty();
  }
}
