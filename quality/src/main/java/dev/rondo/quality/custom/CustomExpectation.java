package dev.rondo.quality.custom;

/// An expectation of the user's own on a whole table. One that is found on a class path is public,
/// with a public constructor without parameters. It runs on a thread of its own, for a limited
/// time.
public interface CustomExpectation {

  /// What suites call it by; the class's name when it gives itself none.
  default String name() {
    return getClass().getName();
  }

  /// Judges the rows. Whatever it throws is told in the place of a verdict.
  CustomVerdict judge(CustomRows rows) throws Exception;
}
