package dev.rondo.quality.custom;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The users' Java that a run may call, by name. A process that others depend on, such as a server,
/// has [#NONE].
public interface CustomCode {
  CustomCode NONE = of(List.of(), List.of());

  Optional<CustomExpectation> expectation(String name);

  Optional<CustomTest> test(String name);

  /// Instances, each by the name that it gives itself.
  static CustomCode of(
      Collection<? extends CustomExpectation> expectations,
      Collection<? extends CustomTest> tests) {
    List<CustomExpectation> knownExpectations = List.copyOf(expectations);
    List<CustomTest> knownTests = List.copyOf(tests);
    return new CustomCode() {
      @Override
      public Optional<CustomExpectation> expectation(String name) {
        return knownExpectations.stream().filter(one -> one.name().equals(name)).findFirst();
      }

      @Override
      public Optional<CustomTest> test(String name) {
        return knownTests.stream().filter(one -> one.name().equals(name)).findFirst();
      }
    };
  }
}
