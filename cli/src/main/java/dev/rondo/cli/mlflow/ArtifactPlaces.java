package dev.rondo.cli.mlflow;

import dev.rondo.kernel.PlainPath;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds the files that an address of the source means. A store says which folder of this machine
/// is read only within the roots that the user has named, or that belong to the store: an address
/// elsewhere is refused, however it is written.
///
/// @param roots folders, each of which may stand for one that the addresses name
/// @param server that hands out what lies at `mlflow-artifacts:` addresses
public record ArtifactPlaces(List<Path> roots, Optional<MlflowServer> server) {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)");
  private static final Pattern EXPERIMENT = Pattern.compile("[0-9]{1,19}");
  private static final String PROXIED = "mlflow-artifacts";

  public ArtifactPlaces {
    roots = roots.stream().map(ArtifactPlaces::real).toList();
  }

  private static Path real(Path root) {
    try {
      return root.toRealPath();
    } catch (IOException e) {
      throw Problem.wrap(ProblemCode.NOT_FOUND, "There is no folder '" + root + "'.", e);
    }
  }

  /// @throws Problem with the reason why the files cannot be read
  ArtifactFolder find(String address) {
    Matcher matcher = SCHEME.matcher(address);
    String scheme = matcher.matches() ? matcher.group(1) : "file";
    String path = matcher.matches() ? matcher.group(2) : address;
    if (scheme.equals(PROXIED) && server.isPresent()) {
      String plain = path.replaceFirst("^//[^/]*", "").replaceFirst("^/+", "");
      return new ProxiedFolder(server.get(), PlainPath.check(plain));
    }
    String folder = path.replaceFirst("^//[^/]*", "");
    return local(matcher.matches() && scheme.equals("file") ? decoded(folder) : folder)
        .orElseThrow(() -> unreachable(address, scheme));
  }

  /// Of an address with `file:`; a path alone is taken as it stands.
  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  private Optional<ArtifactFolder> local(String path) {
    for (Path root : roots) {
      Optional<Path> found = below(root, path);
      if (found.isPresent()) {
        return found.map(LocalFolder::new);
      }
    }
    return Optional.empty();
  }

  /// The folder itself if it lies in the root; else the longest end of the path that is there; else
  /// one that would lie in a folder that is there, or be an experiment's beside others, and has no
  /// files.
  private static Optional<Path> below(Path root, String path) {
    try {
      Path asked = Path.of(path).normalize();
      if (asked.startsWith(root) && !asked.equals(root)) {
        return Optional.of(asked).filter(folder -> isInside(root, folder));
      }
      List<Path> inside = ends(root, path).stream().filter(end -> isInside(root, end)).toList();
      return inside.stream()
          .filter(Files::isDirectory)
          .findFirst()
          .or(() -> inside.stream().filter(end -> hasPlace(root, end)).findFirst());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static List<Path> ends(Path root, String path) {
    List<String> parts = Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
    return IntStream.range(0, Math.max(0, parts.size() - 1))
        .mapToObj(i -> root.resolve(String.join("/", parts.subList(i, parts.size()))))
        .toList();
  }

  private static boolean hasPlace(Path root, Path folder) {
    return hasParent(root, folder)
        || isExperiment(root.relativize(folder).getName(0)) && holdsExperiments(root);
  }

  /// The folder of an experiment is made when the first file is logged in it.
  private static boolean isExperiment(Path name) {
    return EXPERIMENT.matcher(name.toString()).matches();
  }

  /// Also an empty folder: nothing was ever logged. Any other is not the one that is meant.
  private static boolean holdsExperiments(Path root) {
    try (Stream<Path> folders = Files.list(root)) {
      List<Path> names = folders.map(Path::getFileName).toList();
      return names.isEmpty() || names.stream().anyMatch(ArtifactPlaces::isExperiment);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean hasParent(Path root, Path folder) {
    Path above = folder.getParent();
    while (above != null && above.startsWith(root) && !above.equals(root)) {
      if (Files.isDirectory(above)) {
        return true;
      }
      above = above.getParent();
    }
    return false;
  }

  private static boolean isInside(Path root, Path folder) {
    if (!folder.normalize().startsWith(root)) {
      return false;
    }
    try {
      return !Files.exists(folder) || folder.toRealPath().startsWith(root);
    } catch (IOException e) {
      return false;
    }
  }

  private static Problem unreachable(String address, String scheme) {
    boolean isLocal = scheme.equals("file");
    return Problem.of(
        ProblemCode.UNAVAILABLE,
        isLocal
            ? "'%s' is not below a folder that may be read; name the folder with --artifacts."
            : "'%s' is in a store that this command does not read; copy the files into a folder and"
                + " name it with --artifacts.",
        address);
  }
}
