package dev.rondo.training;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/// Loads XGBoost's native library. It unpacks itself into the temporary folder and leaves the file
/// there when the process is killed, 16 MB each time; so the file goes as soon as it is mapped.
final class XgbLibrary {
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static boolean isLoaded;

  private XgbLibrary() {}

  static synchronized void load() {
    if (isLoaded) {
      return;
    }
    try {
      new DMatrix(new float[] {0}, 1, 1, Float.NaN).dispose();
      deleteUnpacked();
      isLoaded = true;
    } catch (LinkageError | IOException | XGBoostError e) {
      throw Problem.wrap(
          ProblemCode.UNAVAILABLE,
          "XGBoost cannot be loaded ("
              + e.getMessage()
              + "); on Debian it needs the package libgomp1: apt-get install libgomp1.",
          e);
    }
  }

  private static void deleteUnpacked() throws IOException {
    if (!Files.isReadable(MAPS)) {
      return;
    }
    try (Stream<String> lines = Files.lines(MAPS)) {
      for (String line : lines.filter(l -> l.contains("libxgboost4j")).toList()) {
        Files.deleteIfExists(Path.of(line.substring(line.indexOf('/'))));
      }
    }
  }

  static Problem failed(String what, XGBoostError e) {
    return Problem.wrap(
        ProblemCode.INTERNAL, "XGBoost could not " + what + ": " + e.getMessage(), e);
  }
}
