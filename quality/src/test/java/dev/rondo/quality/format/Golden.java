package dev.rondo.quality.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// What the real Python libraries say, and where we differ on purpose.
public final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
  private static final int MOST_DIFFERENCES = 20;

  private Golden() {}

  public static List<ObjectNode> cases(String name) {
    return lines(name + ".jsonl").stream().skip(1).map(Json::parseObject).toList();
  }

  /// The differences found are exactly the ones written down, and few.
  public static void assertOnlyKnown(String name, Set<String> found) {
    Set<String> known =
        lines(name + ".differences.txt").stream()
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found).isEqualTo(known);
    assertThat(known).hasSizeLessThanOrEqualTo(MOST_DIFFERENCES);
  }

  private static List<String> lines(String name) {
    try {
      return Files.readAllLines(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
