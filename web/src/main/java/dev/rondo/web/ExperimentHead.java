package dev.rondo.web;

import dev.rondo.ledger.Experiment;
import dev.rondo.ledger.ExperimentActivity;

/// What stands above each page of an experiment.
///
/// @param tab the part that is shown: `runs`, `models` or `traces`
record ExperimentHead(Experiment experiment, ExperimentActivity activity, String tab) {

  /// A figure of the activity, which may stand for more.
  static String count(long figure) {
    return Format.count(figure) + (ExperimentActivity.isAll(figure) ? "" : "+");
  }
}
