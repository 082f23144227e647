package dev.rondo.ledger.trace;

/// How far a trace came.
public enum TraceState {
  /// Nobody has said.
  STATE_UNSPECIFIED,
  OK,
  ERROR,
  IN_PROGRESS
}
