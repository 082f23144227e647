package dev.rondo.quality.suite;

import dev.rondo.quality.Severity;
import java.util.List;

/// Severities as suites write them.
final class SeverityWords {
  /// By how grave they are.
  static final List<String> ALL = List.of("critical", "warning", "info");

  private SeverityWords() {}

  static String of(Severity severity) {
    return ALL.get(severity.ordinal());
  }

  static Severity read(String word) {
    return Severity.values()[ALL.indexOf(word)];
  }
}
