package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
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

  static final String TYPE = "text/plain; charset=utf-8";

  private final ArtifactTree files;
  private final BlobStore blobs;

  TraceFiles(ArtifactTree files, BlobStore blobs) {
    this.files = files;
    this.blobs = blobs;
  }

  /// The file, if the trace has one.
  Optional<Artifact> find(Caller caller, TraceId trace) {
    return files.find(caller, new ArtifactRoot(ArtifactRoot.Kind.TRACE, trace.value()), NAME);
  }

  /// All of it, as part of what the request may hold.
  byte[] load(Request request, Artifact file) {
    request.hold(file.size());
    byte[] content = blobs.load(file.digest());
    request.holdTree(content);
    return content;
  }

  /// As it was uploaded, piece by piece.
  Response answer(Artifact file) {
    return Response.stream(TYPE, out -> blobs.write(file.digest(), out))
        .header("Content-Length", Long.toString(file.size()));
  }

  /// Where a trace's files lie, below the root of the artifacts.
  static String folder(ExperimentId experiment, TraceId trace) {
    return experiment + "/traces/" + trace + "/artifacts";
  }
}
