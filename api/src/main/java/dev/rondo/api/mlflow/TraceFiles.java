package dev.rondo.api.mlflow;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.ledger.Artifact;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.ArtifactTree;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.trace.TraceId;
import java.util.Optional;

/// The files `traces.json` of traces whose spans came as an artifact, among the artifacts of their
/// experiments. Thread-safe.
final class TraceFiles {
  /// The name of the file.
  static final String NAME = "traces.json";

  private final ArtifactTree files;
  private final BlobStore blobs;

  TraceFiles(ArtifactTree files, BlobStore blobs) {
    this.files = files;
    this.blobs = blobs;
  }

  /// The whole file, if the trace has one.
  Optional<byte[]> find(Caller caller, TraceId trace) {
    return files
        .find(caller, new ArtifactRoot(ArtifactRoot.Kind.TRACE, trace.value()), NAME)
        .map(Artifact::digest)
        .map(blobs::load);
  }

  /// Where a trace's files lie, below the root of the artifacts.
  static String folder(ExperimentId experiment, TraceId trace) {
    return experiment + "/traces/" + trace + "/artifacts";
  }
}
