package dev.rondo.ledger;

import java.util.List;

/// What is noted on a run in one go: parameters, then metrics, then tags.
///
/// @param ofModels those of the metrics that say how good a logged model is
public record RunBatch(
    List<Parameter> parameters, List<Metric> metrics, List<Tag> tags, List<ModelMetric> ofModels) {
  public RunBatch {
    parameters = List.copyOf(parameters);
    metrics = List.copyOf(metrics);
    tags = List.copyOf(tags);
    ofModels = List.copyOf(ofModels);
  }

  /// Without metrics of models.
  public RunBatch(List<Parameter> parameters, List<Metric> metrics, List<Tag> tags) {
    this(parameters, metrics, tags, List.of());
  }
}
