package dev.rondo.app;

import dev.rondo.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The example projects that come with the program.
public final class Examples {
  private Examples() {}

  /// The folder of an example.
  public static Path folder(String name) {
    Path folder = Path.of(System.getProperty("rondo.root", "."), "examples", name);
    if (!Files.isRegularFile(folder.resolve("project.yaml"))) {
      throw Problem.notFound("There is no example project '%s' at '%s'.", name, folder);
    }
    return folder;
  }

  /// Copies a folder with everything in it.
  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
