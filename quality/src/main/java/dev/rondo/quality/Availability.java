package dev.rondo.quality;

/// When a column's value becomes known: at the moment of the request, or only after the end of what
/// the row describes. What is known only after must never reach a feature from the same row.
public enum Availability {
  REQUEST,
  AFTER
}
