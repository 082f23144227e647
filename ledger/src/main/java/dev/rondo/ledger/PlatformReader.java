package dev.rondo.ledger;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks at the process that it runs in.
final class PlatformReader {
  /// What an image's maker sets, since a process cannot see the digest of its image.
  static final String IMAGE = "RONDO_IMAGE";

  private static final Path CONTAINER = Path.of("/run/.containerenv");
  private static final Pattern IMAGE_ID = Pattern.compile("imageid=\"([^\"]+)\"");
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");

  private PlatformReader() {}

  static Platform here() {
    Runtime runtime = Runtime.getRuntime();
    return new Platform(
        "%s %s %s".formatted(property("os.name"), property("os.version"), property("os.arch")),
        "%s (%s)".formatted(Runtime.version(), property("java.vendor")),
        runtime.availableProcessors(),
        runtime.maxMemory() == Long.MAX_VALUE ? 0 : runtime.maxMemory(),
        Optional.ofNullable(System.getenv(IMAGE))
            .filter(one -> !one.isBlank())
            .or(() -> image(CONTAINER)),
        packages(property("java.class.path")));
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }

  /// What the container engine says of the image.
  static Optional<String> image(Path file) {
    try {
      Matcher matcher = IMAGE_ID.matcher(Files.readString(file));
      return matcher.find() ? Optional.of("sha256:" + matcher.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The jars of a class path with the versions in their names; a folder of classes has none.
  static Map<String, String> packages(String classPath) {
    Map<String, String> packages = new TreeMap<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      Path name = Path.of(entry).getFileName();
      Matcher matcher = JAR.matcher(name == null ? "" : name.toString());
      if (matcher.matches()) {
        packages.put(matcher.group(1), matcher.group(2));
      }
    }
    return packages;
  }
}
