package dev.rondo.data.source;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Finds the files that a path, a folder or a glob names, and what their folders tell of them.
final class Globs {
  private static final String MAGIC = "*?[{";
  private static final int DEEPEST = 32;

  private Globs() {}

  /// Whether this is a glob; a file that is really called so is none.
  private static boolean isGlob(String text) {
    return text.chars().anyMatch(c -> MAGIC.indexOf(c) >= 0) && !Files.exists(Path.of(text));
  }

  /// The files in the order of their names.
  static List<SourceFile> find(String location, Optional<FileFormat> format) {
    if (isGlob(location)) {
      return matching(location);
    }
    Path path = Path.of(location);
    if (Files.isDirectory(path)) {
      return inFolder(path, format);
    }
    if (!Files.exists(path)) {
      throw Problem.notFound("There is no file '%s'.", location);
    }
    return List.of(file(path));
  }

  private static List<SourceFile> matching(String glob) {
    Path start = start(glob);
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    List<SourceFile> files = Files.isDirectory(start) ? walk(start, matcher::matches) : List.of();
    if (files.isEmpty()) {
      throw Problem.notFound("No file matches '%s'.", glob);
    }
    return files;
  }

  /// The folder before the first part with a magic character.
  private static Path start(String glob) {
    int magic = 0;
    while (MAGIC.indexOf(glob.charAt(magic)) < 0) {
      magic++;
    }
    int slash = glob.lastIndexOf('/', magic);
    return slash < 0 ? Path.of("") : Path.of(glob.substring(0, slash + 1));
  }

  private static List<SourceFile> inFolder(Path folder, Optional<FileFormat> format) {
    List<SourceFile> files = walk(folder, path -> isData(path, format));
    if (files.isEmpty()) {
      throw Problem.notFound("The folder '%s' has no file of rows.", folder);
    }
    return files;
  }

  private static boolean isData(Path path, Optional<FileFormat> format) {
    String name = path.getFileName().toString();
    Optional<FileFormat> found = FileFormat.of(name);
    return !name.startsWith(".")
        && !name.startsWith("_")
        && found.isPresent()
        && (format.isEmpty() || format.equals(found));
  }

  private static List<SourceFile> walk(Path start, Predicate<Path> wanted) {
    try (Stream<Path> found = Files.walk(start, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
      return found.filter(wanted).filter(Files::isRegularFile).sorted().map(Globs::file).toList();
    } catch (IOException | UncheckedIOException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA,
          "The folder '" + start + "' cannot be read: " + e.getMessage(),
          e);
    }
  }

  private static SourceFile file(Path path) {
    return new SourceFile(path, path.toString(), partitions(path));
  }

  private static Map<String, String> partitions(Path path) {
    Map<String, String> partitions = new LinkedHashMap<>();
    Path folder = path.getParent();
    if (folder != null) {
      for (Path part : folder) {
        int split = part.toString().indexOf('=');
        if (split > 0) {
          partitions.put(
              part.toString().substring(0, split),
              URLDecoder.decode(
                  part.toString().substring(split + 1).replace("+", "%2B"),
                  StandardCharsets.UTF_8));
        }
      }
    }
    return partitions;
  }

  /// The path for the engine, which takes `*`, `?` and `[` for parts of a glob.
  static String escaped(Path path) {
    return path.toAbsolutePath().normalize().toString().replaceAll("([*?\\[])", "[$1]");
  }
}
