package dev.rondo.ledger;

import java.util.List;
import java.util.Optional;

/// Points of a key by time, step and value.
///
/// @param next where the next page begins; empty on the last one
public record MetricPage(List<Metric> points, Optional<Place> next) {

  /// Behind a point.
  ///
  /// @param isByStep whether the order of time is that of the steps, so that the page is read off
  ///   where the points lie
  public record Place(Metric point, boolean isByStep) {}

  public MetricPage {
    points = List.copyOf(points);
  }
}
