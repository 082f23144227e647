package dev.rondo.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Measures what processes use from its start on: this one, and the children that work for it.
public final class UsageMeter {
  private static final String PEAK = "VmHWM:";

  private final Supplier<List<Long>> children;
  private final Map<Long, Duration> before;

  private UsageMeter(Supplier<List<Long>> children) {
    this.children = children;
    this.before = cpu();
  }

  /// @param children the ids of the processes that work for this one; they may change
  public static UsageMeter start(Supplier<List<Long>> children) {
    return new UsageMeter(children);
  }

  /// So far. A child that has ended since is not seen any more.
  public Usage read() {
    Duration used = Duration.ZERO;
    long peak = 0;
    for (Map.Entry<Long, Duration> one : cpu().entrySet()) {
      Duration since = one.getValue().minus(before.getOrDefault(one.getKey(), Duration.ZERO));
      used = used.plus(since.isNegative() ? Duration.ZERO : since);
      peak = Math.max(peak, peak(one.getKey()));
    }
    return new Usage(used, peak);
  }

  private Map<Long, Duration> cpu() {
    Map<Long, Duration> cpu = new HashMap<>();
    put(cpu, ProcessHandle.current());
    children.get().forEach(id -> ProcessHandle.of(id).ifPresent(child -> put(cpu, child)));
    return cpu;
  }

  private static void put(Map<Long, Duration> cpu, ProcessHandle process) {
    process.info().totalCpuDuration().ifPresent(used -> cpu.put(process.pid(), used));
  }

  /// Where the system does not tell it, nothing is known.
  private static long peak(long process) {
    try {
      return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
              .filter(line -> line.startsWith(PEAK))
              .map(line -> line.replaceAll("\\D", ""))
              .mapToLong(Long::parseLong)
              .findFirst()
              .orElse(0)
          * 1024;
    } catch (IOException e) {
      return 0;
    }
  }
}
