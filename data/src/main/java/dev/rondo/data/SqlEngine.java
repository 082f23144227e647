package dev.rondo.data;

import dev.rondo.data.internal.DuckDbSession;
import java.nio.file.Path;
import java.util.List;

/// Opens analytical sessions on DuckDB, each confined: only the named folders, no extensions from
/// elsewhere, a memory limit, spilling into one temporary folder, settings locked. Thread-safe.
///
/// @param memoryMegabytes for each session
/// @param threads for each session
/// @param temporary where sessions spill
public record SqlEngine(int memoryMegabytes, int threads, Path temporary) {

  /// An engine whose sessions take a quarter of the machine's memory, at most 4 GB, and all cores.
  public static SqlEngine usual(Path temporary) {
    long machine =
        ((com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean())
            .getTotalMemorySize();
    int megabytes = (int) Math.min(4_096, machine / 4 / (1 << 20));
    return new SqlEngine(megabytes, Runtime.getRuntime().availableProcessors(), temporary);
  }

  /// The same with another temporary folder.
  public SqlEngine within(Path other) {
    return new SqlEngine(memoryMegabytes, threads, other);
  }

  /// The same for one of several sessions at the same time: a share of the memory, and one thread.
  public SqlEngine shared(int sessions) {
    return new SqlEngine(Math.max(128, memoryMegabytes / sessions), 1, temporary);
  }

  /// Opens a session that may touch only these folders.
  public SqlSession open(List<Path> folders) {
    return DuckDbSession.open(this, folders);
  }
}
