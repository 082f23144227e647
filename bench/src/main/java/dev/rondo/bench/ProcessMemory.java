package dev.rondo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// What the system tells of the memory of processes.
final class ProcessMemory {
  private static final String MOST_RESIDENT = "VmHWM:";
  private static final String SHARE = "Pss:";

  private ProcessMemory() {}

  /// The most that this process ever held, in megabytes; empty where the system does not tell.
  static Optional<Double> mostOfThis() {
    return line(Path.of("/proc/self/status"), MOST_RESIDENT);
  }

  /// What a process holds now, of pages that it shares its share, in megabytes; 0 when it has
  /// ended.
  static double megabytes(long process) {
    return line(Path.of("/proc/" + process + "/smaps_rollup"), SHARE).orElse(0.0);
  }

  private static Optional<Double> line(Path file, String name) {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
