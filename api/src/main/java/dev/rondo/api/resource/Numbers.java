package dev.rondo.api.resource;

import dev.rondo.kernel.Problem;

/// Numbers in paths.
final class Numbers {
  private Numbers() {}

  /// A model version, counted from 1.
  static int version(String text) {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw Problem.invalid("'%s' is not a version: a number from 1 is needed.", text);
    }
    return Integer.parseInt(text);
  }
}
