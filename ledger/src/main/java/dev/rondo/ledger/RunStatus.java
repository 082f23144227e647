package dev.rondo.ledger;

/// Where a run stands, in MLflow's words.
public enum RunStatus {
  RUNNING,
  SCHEDULED,
  FINISHED,
  FAILED,
  KILLED;

  /// Whether the run has ended. A client may still take it up again.
  public boolean isFinal() {
    return this != RUNNING && this != SCHEDULED;
  }
}
