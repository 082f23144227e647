package dev.rondo.api.resource;

import dev.rondo.ledger.Environment;
import dev.rondo.ledger.Platform;
import dev.rondo.ledger.Usage;
import dev.rondo.loop.RunEnvironment;
import java.util.Map;
import java.util.Optional;

/// What a run was done with, on the wire.
record EnvironmentView(
    String machine,
    String system,
    int cores,
    long memoryLimit,
    String jdk,
    Optional<String> image,
    String command,
    Optional<Long> seed,
    Optional<String> commit,
    Optional<Boolean> dirty,
    Optional<String> diff,
    Optional<String> repository,
    Optional<Double> cpuSeconds,
    Optional<Long> peakMemory,
    Optional<String> digest,
    Map<String, String> packages) {

  static EnvironmentView of(RunEnvironment run, Optional<Usage> usage) {
    Environment environment = run.environment();
    Optional<Platform> platform = run.platform();
    String command = environment.command();
    return new EnvironmentView(
        environment.machine(),
        platform.map(Platform::system).orElse(""),
        platform.map(Platform::cores).orElse(0),
        platform.map(Platform::memoryLimit).orElse(0L),
        platform.map(Platform::jdk).orElse(environment.jdk()),
        platform.flatMap(Platform::image),
        command.isEmpty() ? run.entry().orElse("") : command,
        environment.seed().stream().boxed().findFirst(),
        run.commit(),
        run.isDirty(),
        run.difference(),
        run.repository(),
        usage.map(one -> one.cpu().toMillis() / 1000.0),
        usage.map(Usage::peakBytes).filter(bytes -> bytes > 0),
        environment.platform().map(one -> one.value()),
        platform.map(Platform::packages).orElse(Map.of()));
  }
}
