package dev.rondo.loop.project;

import java.util.List;
import java.util.Optional;

/// What data must hold where one stage hands them to the next, beyond what always does.
///
/// @param contract its path
/// @param suites by name
public record Promise(Optional<String> contract, List<String> suites) {
  /// Nothing is promised.
  static final Promise NONE = new Promise(Optional.empty(), List.of());

  public Promise {
    suites = List.copyOf(suites);
  }

  public boolean isEmpty() {
    return contract.isEmpty() && suites.isEmpty();
  }
}
