package dev.rondo.api.openlineage;

import dev.rondo.kernel.Problem;

/// What a receiver knows us by. It is never shown.
public record ApiKey(String value) {

  public ApiKey {
    if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw Problem.invalid("The receiver's key may only hold printable ASCII characters.");
    }
  }

  @Override
  public String toString() {
    return "(a key)";
  }
}
