package dev.rondo.ledger;

/// Where a run stands, in MLflow's words. All but [#RUNNING] are final.
public enum RunStatus {
  RUNNING,
  FINISHED,
  FAILED,
  KILLED
}
