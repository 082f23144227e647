package dev.rondo.serving;

import java.util.Locale;

/// Where a deployment stands.
public enum DeploymentState {
  /// Written before the native load begins.
  LOADING,
  /// Loaded, warmed up and ready to be activated.
  LOADED,
  /// Answers the endpoint's requests.
  ACTIVE,
  /// Was active before the present one, and is kept warm.
  PREVIOUS,
  /// No longer loaded.
  RETIRED,
  /// Withdrawn because it was worse than its predecessor.
  ROLLED_BACK,
  /// Could not be loaded, or failed its checks.
  FAILED,
  /// The process ended while it was being loaded.
  CRASHED;

  /// The stable text on wires, in lower case with dashes.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static DeploymentState parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
