package dev.rondo.app;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// MLflow's own Python clients. They are installed into `target/python` from the package index that
/// pip knows; where there is none, the test is skipped and says so.
final class PythonClient {
  private static final List<String> BESIDE =
      List.of("scikit-learn==1.9.1", "psutil==7.2.2", "setuptools==80.9.0");

  /// What the older client needs in the form of its time.
  private static final List<String> BESIDE_2 =
      List.of("opentelemetry-api==1.31.1", "opentelemetry-sdk==1.31.1", "SQLAlchemy==2.0.44");

  /// Without what it needs for graphics cards, which is large.
  private static final String XGBOOST = "xgboost==3.2.0";

  private static final long PATIENCE_MINUTES = 10;

  private PythonClient() {}

  static Path python(String client) throws Exception {
    Path environment = Path.of("target", "python", client).toAbsolutePath();
    Path python = environment.resolve("bin").resolve("python");
    Path ready = environment.resolve("ready");
    if (!Files.exists(ready)) {
      install(List.of("python3", "-m", "venv", environment.toString()), client);
      List<String> pip =
          List.of(python.toString(), "-m", "pip", "install", "-q", "--no-cache-dir", client);
      boolean isOld = client.startsWith("mlflow==2.");
      install(joined(joined(pip, BESIDE), isOld ? BESIDE_2 : List.of()), client);
      install(
          List.of(python.toString(), "-m", "pip", "install", "-q", "--no-deps", XGBOOST), client);
      Files.createFile(ready);
    }
    return python;
  }

  private static List<String> joined(List<String> some, List<String> more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private static void install(List<String> command, String client) throws Exception {
    try {
      Outcome outcome = run(command);
      if (outcome.code() != 0) {
        abort(client + " cannot be installed here: " + outcome.text().strip());
      }
    } catch (IOException e) {
      abort(client + " cannot be installed here: " + e.getMessage());
    }
  }

  record Outcome(int code, String text) {}

  static Outcome run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("mlflow", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONWARNINGS", "ignore");
    Process process = builder.redirectOutput(output.toFile()).start();
    try {
      boolean hasEnded = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      return new Outcome(hasEnded ? process.exitValue() : -1, Files.readString(output));
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }
}
