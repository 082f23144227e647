package dev.rondo.app.check;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.OwnExits;
import dev.rondo.kernel.ProblemCode;
import java.util.Optional;

/// A command for which a file that is wrong is what its user wrote, and not the data.
interface TakesFiles extends OwnExits {
  @Override
  default Optional<ExitCode> exit(ProblemCode problem) {
    return switch (problem) {
      case INVALID_FILE, INVALID_REQUEST -> Optional.of(ExitCode.USAGE);
      default -> Optional.empty();
    };
  }
}
