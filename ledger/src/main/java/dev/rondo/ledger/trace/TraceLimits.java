package dev.rondo.ledger.trace;

import dev.rondo.kernel.Problem;
import dev.rondo.ledger.Tag;
import java.util.Map;
import java.util.TreeMap;

/// What is taken of traces: how long, how many.
final class TraceLimits {
  static final int PAGE = 500;
  static final int SPANS = 10_000;
  static final int ASSESSMENTS = 1_000;
  private static final int KEY = 250;
  static final int ENTRIES = 1_000;

  private TraceLimits() {}

  static void key(String key) {
    if (key.isBlank()) {
      throw Problem.invalid("A tag's key must not be blank.");
    }
    if (key.length() > KEY) {
      throw Problem.invalid("'key' exceeds the maximum length of %d characters.", KEY);
    }
  }

  static String value(String value) {
    return Tag.cut(value);
  }

  /// By key; long values are cut.
  static Map<String, String> entries(Map<String, String> entries) {
    Map<String, String> cut = new TreeMap<>();
    entries.forEach((key, value) -> {
      key(key);
      cut.put(key, value(value));
    });
    return cut;
  }
}
