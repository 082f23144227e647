package dev.rondo.bench;

import dev.rondo.cli.Terminal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Runs the benchmarks that were named, or all, one after the other, and writes each figure as soon
/// as it is known.
@Command(
    name = "bench",
    description = "Measure the program: one row for each figure, peers beside it.")
final class BenchCommand implements Callable<Integer> {
  private final List<Benchmark> benchmarks;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Only figures whose name starts so, such as serving or start.ready_ms.")
  private List<String> names = List.of();

  @Option(names = "--json", description = "Write one JSON object a line.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  BenchCommand(InstantSource clock) {
    this.benchmarks =
        List.of(
            new StartBenchmark(),
            new IngestBenchmark(clock),
            new JoinBenchmark(clock),
            new SuiteBenchmark(),
            new GreatBenchmark(),
            SuiteMemoryBenchmark.ofAMillion(),
            SuiteMemoryBenchmark.ofTenMillion(),
            new WideSuiteBenchmark(),
            new ProfileBenchmark(),
            new RecordBenchmark(),
            new DocsBenchmark(clock),
            new LogBenchmark(),
            new MlflowBenchmark(),
            new RunSearchBenchmark(),
            new TraceSearchBenchmark(),
            new ArtifactBenchmark(),
            new FanOutBenchmark(clock),
            new LineageBenchmark(clock),
            new ServingBenchmark());
  }

  @Override
  public Integer call() throws Exception {
    refuseUnknownNames();
    Output output = new Output(Terminal.system(), json);
    for (Benchmark benchmark : benchmarks) {
      if (benchmark.figures().stream().anyMatch(this::isWanted)) {
        measure(benchmark, output);
      }
    }
    return 0;
  }

  private void measure(Benchmark benchmark, Output output) throws Exception {
    Optional<String> obstacle = benchmark.obstacle();
    if (obstacle.isPresent()) {
      output.skips(benchmark.title(), obstacle.get());
      return;
    }
    output.begins(benchmark.title());
    benchmark.run().stream().filter(f -> isWanted(f.name())).forEach(output::row);
  }

  private boolean isWanted(String figure) {
    return names.isEmpty() || names.stream().anyMatch(figure::startsWith);
  }

  private void refuseUnknownNames() {
    List<String> all = benchmarks.stream().flatMap(b -> b.figures().stream()).toList();
    for (String name : names) {
      if (all.stream().noneMatch(figure -> figure.startsWith(name))) {
        throw new ParameterException(
            spec.commandLine(),
            "No figure's name starts with '%s'; there are %s."
                .formatted(name, String.join(", ", all)));
      }
    }
  }
}
