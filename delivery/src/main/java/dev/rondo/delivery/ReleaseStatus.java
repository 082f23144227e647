package dev.rondo.delivery;

/// What became of a release.
public enum ReleaseStatus {
  RUNNING,
  SUCCEEDED,
  /// A stage refused it; the version before went on serving.
  FAILED,
  /// The server stopped in the middle; the same request may be repeated.
  INTERRUPTED,
  /// The endpoint went back to an earlier version.
  ROLLED_BACK
}
