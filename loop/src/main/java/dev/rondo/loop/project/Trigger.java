package dev.rondo.loop.project;

import java.time.Duration;

/// What starts a pipeline.
public sealed interface Trigger {
  String name();

  /// The pipeline that it starts, with the moment as its parameter `now`.
  String pipeline();

  /// Starts at every multiple of a duration since 1970, in event time, plus an offset.
  record Every(String name, String pipeline, Duration interval, Duration offset)
      implements Trigger {}

  /// Starts when something has happened.
  ///
  /// @param event the event's type, such as `monitor.threshold-crossed`
  record On(String name, String pipeline, String event) implements Trigger {}
}
