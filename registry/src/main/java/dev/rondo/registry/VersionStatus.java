package dev.rondo.registry;

import java.util.Locale;

/// Where a model version stands.
public enum VersionStatus {
  /// Registered, not yet judged.
  CANDIDATE,
  /// The champion: it holds the alias `production`.
  PRODUCTION,
  /// Was the champion once.
  RETIRED,
  /// Judged and found not good enough, or withdrawn from production.
  REJECTED;

  /// The stable text on wires.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static VersionStatus parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
