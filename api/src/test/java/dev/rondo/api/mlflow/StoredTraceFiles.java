package dev.rondo.api.mlflow;

import dev.rondo.kernel.Caller;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.trace.TraceId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Files of traces, in memory.
final class StoredTraceFiles implements TraceFiles {
  final Map<String, byte[]> files = new ConcurrentHashMap<>();

  @Override
  public Optional<byte[]> find(Caller caller, ExperimentId experiment, TraceId trace) {
    return Optional.ofNullable(files.get(TraceFiles.folder(experiment, trace)));
  }

  @Override
  public void delete(Caller caller, ExperimentId experiment, TraceId trace) {
    files.remove(TraceFiles.folder(experiment, trace));
  }
}
