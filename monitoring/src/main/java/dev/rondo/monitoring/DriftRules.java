package dev.rondo.monitoring;

import java.util.Set;

/// When a column has drifted: when its PSI reaches a threshold, which sample noise may raise, or
/// when its Kolmogorov-Smirnov distance reaches one and is improbable too, since in large windows
/// every irrelevant shift is improbable.
///
/// @param ksProbability below this a distance is improbable
/// @param minimumRows a smaller window is not judged
/// @param ignored columns that move by their nature, such as the month
public record DriftRules(
    double psi, double ks, double ksProbability, long minimumRows, Set<String> ignored) {

  public DriftRules {
    ignored = Set.copyOf(ignored);
  }
}
