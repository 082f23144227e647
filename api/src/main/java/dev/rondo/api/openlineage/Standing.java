package dev.rondo.api.openlineage;

import java.lang.System.Logger.Level;

/// How a receiver stands: counts, and tells people once of what goes wrong, not every time.
/// Thread-safe.
final class Standing {
  private static final System.Logger LOGGER = System.getLogger(Standing.class.getName());

  private final String receiver;
  private long sent;
  private long refused;
  private int failures;

  Standing(String receiver) {
    this.receiver = receiver;
  }

  /// @param sent since the start
  /// @param refused events that were left out, since the start
  /// @param failures in a row; 0 while the receiver takes what it is sent
  /// @param waiting facts whose events have not been sent
  record Figures(String receiver, long sent, long refused, int failures, long waiting) {}

  synchronized Figures figures(long waiting) {
    return new Figures(receiver, sent, refused, failures, waiting);
  }

  synchronized void taken() {
    if (failures > 0) {
      LOGGER.log(Level.INFO, "'" + receiver + "' takes OpenLineage events again.");
    }
    failures = 0;
    sent++;
  }

  synchronized void refused(String reason) {
    failures = 0;
    refused++;
    if (refused == 1) {
      LOGGER.log(
          Level.WARNING,
          "An OpenLineage event for '%s' is left out: %s More of them are only counted."
              .formatted(receiver, reason));
    }
  }

  /// @return how many in a row there have been
  synchronized int failed(String reason) {
    failures++;
    if (failures == 1) {
      LOGGER.log(
          Level.WARNING,
          "OpenLineage events cannot be sent to '%s': %s They are kept, and sent when they can be."
              .formatted(receiver, reason));
    }
    return failures;
  }
}
