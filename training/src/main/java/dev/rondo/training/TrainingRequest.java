package dev.rondo.training;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Candidates to train on one matrix, each judged on the same ranges.
///
/// @param matrix a file with a label column
/// @param candidates with different names; the result has them in this order
/// @param evaluations more ranges to report errors on, by name, beside each candidate's own `train`
///   and `validation`
/// @param timeout for each candidate
public record TrainingRequest(
    Path matrix, List<Plan> candidates, Map<String, RowRange> evaluations, Duration timeout) {
  static final String TRAIN = "train";
  static final String VALIDATION = "validation";

  public TrainingRequest {
    candidates = List.copyOf(candidates);
    evaluations = Map.copyOf(evaluations);
    if (candidates.isEmpty()) {
      throw Problem.invalid("A training needs at least one candidate.");
    }
    var names = new HashSet<String>();
    for (Plan plan : candidates) {
      if (!names.add(plan.name())) {
        throw Problem.invalid("Two candidates are named '%s'.", plan.name());
      }
    }
    for (String reserved : List.of(TRAIN, VALIDATION)) {
      if (evaluations.containsKey(reserved)) {
        throw Problem.invalid(
            "'%s' is always reported; give the evaluation range another name.", reserved);
      }
    }
  }

  /// The job of training one of the candidates.
  ObjectNode json(Plan plan, Path output) {
    ObjectNode json =
        Json.object()
            .put("matrix", matrix.toAbsolutePath().toString())
            .put("output", output.toAbsolutePath().toString());
    ObjectNode candidate = json.putObject("candidate").put("name", plan.name());
    candidate.set(TRAIN, Json.tree(plan.train()));
    candidate.set(VALIDATION, Json.tree(plan.validation()));
    ObjectNode parameters = plan.parameters().json();
    candidate.set("parameters", parameters.put("threads", plan.parameters().threads()));
    ObjectNode ranges = json.putObject("evaluations");
    new TreeMap<>(evaluations).forEach((name, range) -> ranges.set(name, Json.tree(range)));
    return json;
  }

  static Plan plan(JsonNode json) {
    return new Plan(
        json.path("name").asString(""),
        range(json.path(TRAIN)),
        json.has(VALIDATION) ? range(json.path(VALIDATION)) : new RowRange(0, 0),
        Parameters.of(json.path("parameters")));
  }

  static RowRange range(JsonNode json) {
    return new RowRange(json.path("from").asInt(-1), json.path("to").asInt(-1));
  }
}
