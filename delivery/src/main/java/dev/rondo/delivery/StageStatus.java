package dev.rondo.delivery;

/// How far a stage is.
public enum StageStatus {
  RUNNING,
  PASSED,
  FAILED
}
