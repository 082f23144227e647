package dev.rondo.app;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// MLflow's Python client, with what people use beside it. It is installed into `target/python`
/// from the package index that pip knows; where there is no Python, or the index cannot be reached,
/// the test is skipped and says so.
record PythonClient(Path python) {
  static final String NEWEST = "mlflow==3.17.2";
  static final String OLDER = "mlflow==2.22.5";

  private static final List<String> BESIDE =
      List.of(
          "scikit-learn==1.9.1",
          "psutil==7.2.2",
          "Flask-WTF==1.2.2",
          "setuptools==80.9.0",
          "onnx==1.23.2",
          "onnxruntime==1.31.1");

  /// What the older client needs in the form of its time.
  private static final List<String> BESIDE_OLDER =
      List.of("opentelemetry-api==1.31.1", "opentelemetry-sdk==1.31.1", "SQLAlchemy==2.0.44");

  /// Without what it needs for graphics cards, which is large.
  private static final String XGBOOST = "xgboost==3.2.0";

  private static final long PATIENCE_MINUTES = 10;

  /// @param client [#NEWEST] or [#OLDER]
  static PythonClient install(String client) throws Exception {
    Path folder = Path.of("target", "python", client).toAbsolutePath();
    Path python = folder.resolve("bin").resolve("python");
    Path ready = folder.resolve("ready");
    if (!Files.exists(ready)) {
      make(client, folder);
      List<String> beside = client.equals(OLDER) ? BESIDE_OLDER : List.of();
      install(client, python, Stream.of(List.of(client), BESIDE, beside).flatMap(List::stream));
      install(client, python, Stream.of("--no-deps", XGBOOST));
      Files.createFile(ready);
    }
    return new PythonClient(python);
  }

  private static void make(String client, Path folder) throws InterruptedException {
    try {
      Outcome outcome = run(new ProcessBuilder("python3", "-m", "venv", folder.toString()));
      if (outcome.code() != 0) {
        abort(client + " cannot be installed here: " + outcome.text().strip());
      }
    } catch (IOException e) {
      abort(client + " cannot be installed here: " + e.getMessage());
    }
  }

  /// What the index does not have, or cannot be installed together, is a mistake.
  private static void install(String client, Path python, Stream<String> packages)
      throws Exception {
    Outcome outcome =
        pip(python, Stream.concat(Stream.of("install", "-q", "--no-cache-dir"), packages));
    if (outcome.code() == 0) {
      return;
    }
    Outcome index = pip(python, Stream.of("index", "versions", "pip"));
    if (index.code() != 0) {
      abort("The package index cannot be reached: " + index.text().strip());
    }
    throw new AssertionError(client + " cannot be installed: " + outcome.text().strip());
  }

  private static Outcome pip(Path python, Stream<String> arguments) throws Exception {
    List<String> pip = List.of(python.toString(), "-m", "pip");
    return run(new ProcessBuilder(Stream.concat(pip.stream(), arguments).toList()));
  }

  /// How a process ended, and what it wrote.
  record Outcome(int code, String text) {}

  /// @param arguments the script and its own
  Outcome run(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), arguments);
  }

  /// @param environment further variables
  Outcome run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(python.toString()), Stream.of(arguments)).toList());
    builder.environment().putAll(environment);
    return run(builder);
  }

  /// Runs a process to its end, or kills it when that takes too long.
  static Outcome run(ProcessBuilder builder) throws IOException, InterruptedException {
    Path output = Files.createTempFile("mlflow", ".txt");
    builder.environment().put("PYTHONWARNINGS", "ignore");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      boolean hasEnded = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      return new Outcome(hasEnded ? process.exitValue() : -1, Files.readString(output));
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(output);
    }
  }
}
