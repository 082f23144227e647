package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Yaml;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the small files of an `mlruns` folder. Links are not followed.
final class Folders {
  static final String META = "meta.yaml";

  private Folders() {}

  /// The folders in a folder, by name; none where there is no such folder.
  static List<Path> folders(Path folder) {
    if (!isFolder(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(Folders::isFolder).sorted().toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// The files in a folder and in those below it, by path.
  static List<Path> files(Path folder) {
    if (!isFolder(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(folder)) {
      return found
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /// The path below a folder, which is the key that a file stands for.
  static String key(Path folder, Path file) {
    return folder.relativize(file).toString().replace(File.separator, "/");
  }

  static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /// @throws Problem that names the file and the line
  static ObjectNode yaml(Path file) {
    JsonNode root = Yaml.parse(file.toString(), text(file)).root();
    if (root instanceof ObjectNode object) {
      return object;
    }
    throw Problem.of(ProblemCode.INVALID_DATA, "'%s' does not hold keys with values.", file);
  }

  static ObjectNode meta(Path folder) {
    return yaml(folder.resolve(META));
  }

  /// One file for each entry.
  static void each(Path folder, BiConsumer<String, String> entry) {
    files(folder).forEach(file -> entry.accept(key(folder, file), text(file)));
  }

  static void pairs(Path folder, ArrayNode to) {
    each(folder, (key, value) -> to.addObject().put("key", key).put("value", value));
  }

  static Problem unreadable(Path path, IOException e) {
    return Problem.wrap(
        ProblemCode.INVALID_DATA, "'" + path + "' cannot be read: " + e.getMessage() + ".", e);
  }
}
