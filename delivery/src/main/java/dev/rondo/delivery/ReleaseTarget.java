package dev.rondo.delivery;

import java.time.Duration;

/// The version that is about to serve, as its endpoint sees it. Each method throws a
/// [dev.rondo.kernel.Problem] that says what is wrong; [#discard] follows whenever the version does
/// not come to serve.
public interface ReleaseTarget {

  /// Loads the version beside the one that serves.
  void load();

  /// The largest distance between the loaded version's predictions and the expected ones.
  double largestGoldenDifference();

  /// How long a prediction takes.
  Duration probeLatency();

  /// Lets the loaded version serve, with no failed request in between; when it throws, the one
  /// before serves on.
  void activate();

  /// Lets go of what was loaded; harmless when nothing was.
  void discard();
}
