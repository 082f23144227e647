package dev.rondo.cli.mlflow;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How much belongs to a thing, by kind, as both sides count it.
final class Parts {
  private Parts() {}

  static Map<String, Long> ofExperiment(ObjectNode experiment) {
    return Map.of("tags", (long) experiment.path("tags").size());
  }

  static Map<String, Long> ofModel(ObjectNode model) {
    return Map.of(
        "params", (long) model.at("/data/params").size(),
        "tags", (long) model.at("/info/tags").size(),
        "points", (long) model.at("/data/metrics").size());
  }

  /// Its points are counted apart.
  static Map<String, Long> ofRun(ObjectNode run) {
    long uses =
        run.at("/inputs/model_inputs").size() + (long) run.at("/outputs/model_outputs").size();
    return Map.of(
        "params",
        (long) run.at("/data/params").size(),
        "tags",
        Fitting.plainTags(run),
        "datasets",
        (long) run.at("/inputs/dataset_inputs").size(),
        "model uses",
        uses);
  }

  static Map<String, Long> ofTrace(ObjectNode trace) {
    return Map.of(
        "tags", (long) trace.at("/trace_info/tags").size(),
        "spans", (long) trace.path("spans").size(),
        "assessments", (long) trace.at("/trace_info/assessments").size());
  }

  static Map<String, Long> ofRegistered(ObjectNode model) {
    long versions = 0;
    long tags = model.path("tags").size();
    for (JsonNode version : model.path("versions")) {
      versions += version.path("deleted").asBoolean(false) ? 0 : 1;
      tags += version.path("tags").size();
    }
    return Map.of(
        "versions", versions, "tags", tags, "aliases", (long) model.path("aliases").size());
  }
}
