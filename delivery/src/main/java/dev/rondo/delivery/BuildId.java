package dev.rondo.delivery;

/// A build, as 32 lower-case hex digits.
public record BuildId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
