package dev.rondo.monitoring;

import java.util.Locale;
import java.util.Optional;

/// Where a crossed threshold is told.
public enum FeedbackRoute {
  /// Starts the training pipeline, by the event.
  SCHEDULER(Optional.empty()),
  /// A notice for the data scientist.
  EXPERIMENTATION(Optional.of(NoticeRole.DATA_SCIENTIST)),
  /// A notice for the data engineer.
  DATA_ENGINEERING(Optional.of(NoticeRole.DATA_ENGINEER));

  private final Optional<NoticeRole> role;

  FeedbackRoute(Optional<NoticeRole> role) {
    this.role = role;
  }

  /// Who gets a notice, if this route gives one.
  public Optional<NoticeRole> role() {
    return role;
  }

  /// The stable text in files and on wires, in lower case with dashes.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
