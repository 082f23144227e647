package dev.rondo.quality;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Sessions, contracts and files for tests.
final class Sessions {
  static final CheckContext NOW =
      new CheckContext(EventTime.parse("2018-02-01T00:00:00Z"), "trips.csv");
  static final String TABLE = "t";

  private Sessions() {}

  static SqlSession open(Path folder, Path... folders) {
    return new SqlEngine(1000, 2, folder).open(List.of(folders));
  }

  /// A contract on an object `t` whose rest is given, indented by four spaces.
  static Contract contract(String object) {
    return ContractParser.parse("contract.yaml", yaml(object));
  }

  static String yaml(String object) {
    return """
    apiVersion: v3.1.0
    kind: DataContract
    id: test
    version: 1.0.0
    status: active
    schema:
      - name: t
    """
        + object.indent(4);
  }

  static Contract example(String name) {
    Path file = Path.of("..", "examples", "taxi-duration", "contracts", name);
    try {
      return ContractParser.parse(name, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The folder of the real files, when it is there.
  static Optional<Path> data() {
    return Stream.of(System.getenv().getOrDefault("RONDO_DATA", ""), "../../shared/data")
        .filter(text -> !text.isEmpty())
        .map(text -> Path.of(text).toAbsolutePath().normalize())
        .filter(Files::isDirectory)
        .findFirst();
  }
}
