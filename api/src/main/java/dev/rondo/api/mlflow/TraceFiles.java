package dev.rondo.api.mlflow;

import dev.rondo.kernel.Caller;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.trace.TraceId;
import java.util.Optional;

/// The files `traces.json` of traces whose spans came as an artifact, among the artifacts of their
/// experiments. Thread-safe.
public interface TraceFiles {
  /// The name of the file.
  String NAME = "traces.json";

  /// The whole file, if the trace has one.
  Optional<byte[]> find(Caller caller, ExperimentId experiment, TraceId trace);

  /// Deletes all files of a trace; there may be none.
  void delete(Caller caller, ExperimentId experiment, TraceId trace);

  /// Where a trace's files lie, below the root of the artifacts.
  static String folder(ExperimentId experiment, TraceId trace) {
    return experiment + "/traces/" + trace + "/artifacts";
  }

  /// For a server that takes spans by OpenTelemetry alone: there are no files.
  static TraceFiles none() {
    return new TraceFiles() {
      @Override
      public Optional<byte[]> find(Caller caller, ExperimentId experiment, TraceId trace) {
        return Optional.empty();
      }

      @Override
      public void delete(Caller caller, ExperimentId experiment, TraceId trace) {}
    };
  }
}
