package dev.rondo.bench;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The suite of 63 expectations in a process of its own: how long, and how much memory is resident
/// at the most, all included.
final class SuiteMemoryBenchmark implements Benchmark {
  private static final int RUNS = 3;

  private final String name;
  private final long rows;
  private final int engineMegabytes;
  private final double mostMegabytes;

  private SuiteMemoryBenchmark(String name, long rows, int engineMegabytes, double mostMegabytes) {
    this.name = name;
    this.rows = rows;
    this.engineMegabytes = engineMegabytes;
    this.mostMegabytes = mostMegabytes;
  }

  static SuiteMemoryBenchmark ofAMillion() {
    return new SuiteMemoryBenchmark("quality.suite63_1m", 1_000_000, 250, 500);
  }

  static SuiteMemoryBenchmark ofTenMillion() {
    return new SuiteMemoryBenchmark("quality.suite63_10m", 10_000_000, 550, 1_000);
  }

  @Override
  public String title() {
    return "63 expectations of %,d rows by 21 columns in %,.0f MB".formatted(rows, mostMegabytes);
  }

  @Override
  public List<String> figures() {
    return List.of(seconds(), megabytes());
  }

  private String seconds() {
    return name + "_s";
  }

  private String megabytes() {
    return name + "_resident_mb";
  }

  @Override
  public Optional<String> obstacle() {
    return ProcessMemory.mostOfThis().isPresent()
        ? Optional.empty()
        : Optional.of("This system does not tell in /proc how much memory is resident.");
  }

  @Override
  public List<Figure> run() throws Exception {
    List<Double> seconds = new ArrayList<>();
    List<Double> megabytes = new ArrayList<>();
    try (SuiteTable table = SuiteTable.open(rows)) {
      for (int i = 0; i < RUNS; i++) {
        String[] told = judge(table).split(" ", -1);
        seconds.add(Double.parseDouble(told[0]) / 1e3);
        megabytes.add(Double.parseDouble(told[1]));
      }
    }
    return List.of(
        new Figure(seconds(), "s", new Samples(seconds)),
        new Figure(megabytes(), "MB", new Samples(megabytes)).withLimit(mostMegabytes));
  }

  /// A process with the options that the launcher gives a check.
  private String judge(SuiteTable table) throws IOException, InterruptedException {
    Path errors = table.home().folder().resolve("errors.txt");
    Path temporary = table.home().folder("process");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                SuiteProcess.class.getName(),
                table.file().toString(),
                temporary.toString(),
                Integer.toString(engineMegabytes))
            .redirectError(errors.toFile())
            .start();
    String told =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw Problem.of(
          ProblemCode.UNAVAILABLE, "The check did not end well: %s", Files.readString(errors));
    }
    return told;
  }
}
