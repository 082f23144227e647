package dev.rondo.quality.suite;

import dev.rondo.quality.Severity;
import dev.rondo.quality.expectation.Catalog;
import dev.rondo.quality.expectation.ExpectationType;
import java.util.List;
import java.util.Optional;

/// Suites for tests.
final class Examples {
  private Examples() {}

  static SuiteExpectation of(ExpectationType type) {
    return new SuiteExpectation(
        type, type.example(), Severity.ERROR, Optional.empty(), About.NOTHING);
  }

  /// One with the example of every type.
  static Suite catalog() {
    return Suite.of("catalog", Catalog.all().stream().map(Examples::of).toList());
  }

  static Suite yaml(String... lines) {
    return Suite.parse("trips.yaml", "suite: trips\n" + String.join("\n", lines) + "\n");
  }

  static SuiteExpectation only(Suite suite) {
    return List.copyOf(suite.expectations()).getFirst();
  }
}
