package dev.rondo.kernel.blob;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.util.List;

/// Why files could not be written or read.
final class Writing {
  /// What Linux, quotas and Windows say when there is no room; Java has no type for it.
  private static final List<String> FULL =
      List.of("No space left on device", "Disk quota exceeded", "not enough space");

  private Writing() {}

  /// @param what could not be done, as the beginning of a sentence
  static Problem failed(String what, IOException e) {
    String said = String.valueOf(e.getMessage());
    boolean isFull = FULL.stream().anyMatch(said::contains);
    return Problem.wrap(
        isFull ? ProblemCode.DISK_FULL : ProblemCode.INTERNAL, what + ": " + said, e);
  }
}
