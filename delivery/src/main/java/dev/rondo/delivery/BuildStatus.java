package dev.rondo.delivery;

/// How far a build is.
public enum BuildStatus {
  QUEUED,
  RUNNING,
  SUCCEEDED,
  FAILED;

  /// Whether nothing more will happen to it.
  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED;
  }
}
