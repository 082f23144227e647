package dev.rondo.registry;

import java.util.Locale;

/// Where a model version stands.
public enum VersionStatus {
  /// Registered, not yet judged.
  CANDIDATE(Stage.NONE),
  /// Being tried before production.
  STAGING(Stage.STAGING),
  /// In production. Of a model that an endpoint serves, it is the one that holds the alias
  /// `production`, the champion.
  PRODUCTION(Stage.PRODUCTION),
  /// Was in production once, or was put away.
  RETIRED(Stage.ARCHIVED),
  /// Judged and found not good enough, or withdrawn from production.
  REJECTED(Stage.ARCHIVED);

  private final Stage stage;

  VersionStatus(Stage stage) {
    this.stage = stage;
  }

  /// The stable text on wires.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What clients of tracking servers call it.
  public Stage stage() {
    return stage;
  }

  static VersionStatus of(Stage stage) {
    return switch (stage) {
      case NONE -> CANDIDATE;
      case STAGING -> STAGING;
      case PRODUCTION -> PRODUCTION;
      case ARCHIVED -> RETIRED;
    };
  }

  static VersionStatus parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
