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

  /// Opens a session that may touch only these folders.
  public SqlSession open(List<Path> folders) {
    return DuckDbSession.open(this, folders);
  }
}
