package dev.rondo.cli;

import dev.rondo.kernel.ProblemCode;
import java.util.Optional;

/// A command that works in its own process, for which some problems mean something else to a script
/// than for the others.
public interface OwnExits {
  /// The exit code for a problem; empty for the usual one.
  Optional<ExitCode> exit(ProblemCode problem);
}
