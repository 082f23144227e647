package dev.rondo.loop.source;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.quality.CheckContext;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityResults;
import dev.rondo.quality.expectation.Surroundings;

/// One hand-over at one moment: what is judged there can be held against what was found before.
///
/// @param dataset the data set, feature service or endpoint
/// @param now the moment that the rows stand for
public record CheckPoint(
    QualityResults results, Caller caller, HandOver handOver, String dataset, EventTime now) {

  /// What a suite may look at beside the rows.
  ///
  /// @param judge the suite's name
  Surroundings around(String judge) {
    return Surroundings.at(now).withHistory(results.history(caller, handOver, dataset, judge));
  }

  /// What a contract may look at beside the rows.
  ///
  /// @param judge the contract's id
  /// @param source where the rows came from, as people know it
  public CheckContext context(String judge, String source) {
    return new CheckContext(
        around(judge), results.previousRows(caller, handOver, dataset, judge, now), source);
  }
}
