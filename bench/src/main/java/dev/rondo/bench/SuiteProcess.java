package dev.rondo.bench;

import dev.rondo.cli.Terminal;
import dev.rondo.data.SqlSession;
import dev.rondo.quality.suite.Suite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A process that does nothing but judge a Parquet file by the suite of 63 expectations, once, and
/// writes the milliseconds and the most megabytes that it ever held.
final class SuiteProcess {
  private SuiteProcess() {}

  /// @param arguments the file, a folder for what does not fit into memory, and the engine's share
  ///   of memory in megabytes
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    int memory = Integer.parseInt(arguments[2]);
    Suite suite = SuiteTable.suite();
    List<Path> folders = List.of(file.toAbsolutePath().getParent());
    try (SqlSession session = SuiteTable.engine(memory, Path.of(arguments[1])).open(folders)) {
      SuiteTable.show(session, file);
      double millis = Verdicts.timed(63, () -> SuiteTable.good(session, suite));
      Terminal.system().out().println(millis + " " + ProcessMemory.mostOfThis().orElseThrow());
    }
  }
}
