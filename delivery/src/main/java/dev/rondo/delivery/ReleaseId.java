package dev.rondo.delivery;

/// A release, as 32 lower-case hex digits.
public record ReleaseId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
