package dev.rondo.bench;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.util.Optional;

/// What a peer in Python needs.
final class PythonModules {
  private PythonModules() {}

  /// Why a Python cannot be used; empty when it has all modules.
  ///
  /// @param variable of the environment that names another one
  /// @param modules joined by commas
  static Optional<String> missing(String python, String variable, String modules) {
    String told = "'%s' is no Python with %s; name one in %s.".formatted(python, modules, variable);
    try {
      Process look =
          new ProcessBuilder(python, "-c", "import " + modules)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return look.waitFor() == 0 ? Optional.empty() : Optional.of(told);
    } catch (IOException e) {
      return Optional.of(told);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The look for Python was interrupted.", e);
    }
  }
}
