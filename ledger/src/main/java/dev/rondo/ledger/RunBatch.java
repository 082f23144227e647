package dev.rondo.ledger;

import java.util.List;

/// What is noted on a run in one go: parameters, then metrics, then tags.
public record RunBatch(List<Parameter> parameters, List<Metric> metrics, List<Tag> tags) {
  public RunBatch {
    parameters = List.copyOf(parameters);
    metrics = List.copyOf(metrics);
    tags = List.copyOf(tags);
  }
}
