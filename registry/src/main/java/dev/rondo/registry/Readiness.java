package dev.rondo.registry;

/// Whether the files of a version have been looked at.
///
/// @param reason why they could not be; empty otherwise
public record Readiness(State state, String reason) {
  static final Readiness READY = new Readiness(State.READY, "");
  static final Readiness PENDING = new Readiness(State.PENDING, "");

  /// What clients wait for to be over.
  public enum State {
    PENDING,
    READY,
    FAILED
  }
}
