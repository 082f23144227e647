package dev.rondo.bench;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// Great Expectations in a Python process, which judges once for each line that it gets.
record GreatProcess(Process process, BufferedReader answers, BufferedWriter asks, Path errors)
    implements AutoCloseable {
  private static final String VARIABLE = "RONDO_BENCH_PYTHON";
  private static final long PATIENCE_SECONDS = 60;

  /// @param verdicts in the suite's order, each with the number of bad rows
  record Judged(double millis, List<String> verdicts) {}

  private static String python() {
    return System.getenv().getOrDefault(VARIABLE, "python3");
  }

  /// Why there is none here.
  static Optional<String> obstacle() {
    return PythonModules.missing(python(), VARIABLE, "great_expectations, pandas, pyarrow");
  }

  /// @param folder for the script, and for what it says of errors
  static GreatProcess start(Path folder, Path file, Path suite) throws IOException {
    Path script = folder.resolve("judge.py");
    try (InputStream text = GreatProcess.class.getResourceAsStream("great_expectations_judge.py")) {
      Files.copy(Objects.requireNonNull(text), script);
    }
    Path errors = folder.resolve("python-errors.txt");
    ProcessBuilder builder =
        new ProcessBuilder(python(), script.toString(), file.toString(), suite.toString());
    builder.environment().put("GX_ANALYTICS_ENABLED", "false");
    Process process = builder.redirectError(errors.toFile()).start();
    return new GreatProcess(process, process.inputReader(), process.outputWriter(), errors);
  }

  Judged judge() throws IOException {
    asks.write("judge\n");
    asks.flush();
    String line = answers.readLine();
    if (line == null) {
      throw Problem.of(
          ProblemCode.UNAVAILABLE, "Great Expectations ended: %s", Files.readString(errors));
    }
    JsonNode json = Json.parse(line);
    List<String> verdicts = new ArrayList<>();
    json.path("verdicts").forEach(verdict -> verdicts.add(verdict.asString()));
    return new Judged(json.path("millis").doubleValue(), verdicts);
  }

  @Override
  public void close() throws IOException {
    asks.close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
