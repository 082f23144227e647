package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that the user names.
final class TextFile {
  private TextFile() {}

  /// Its text.
  ///
  /// @throws Problem `invalid-request` when it cannot be read
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST,
          "The file '" + file + "' cannot be read as UTF-8 text: " + e,
          e);
    }
  }
}
