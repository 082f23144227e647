package dev.rondo.ledger;

/// Which way to follow lineage.
public enum Direction {
  /// To what it was made from.
  UPSTREAM,
  /// To what was made from it.
  DOWNSTREAM
}
