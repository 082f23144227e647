package dev.rondo.registry;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The judgements of versions.
final class EvaluationTable {
  /// The blobs of the reports.
  static final String REPORTS =
      "SELECT report AS digest FROM model_evaluation WHERE report >= ? AND report < ?";

  private EvaluationTable() {}

  static void put(
      Transaction tx, Caller caller, long model, int version, RecordedEvaluation recorded) {
    tx.update(
        "INSERT INTO model_evaluation (model, version, project, dataset, id, evaluation, user, at,"
            + " report) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            + " evaluation = excluded.evaluation, user = excluded.user, at = excluded.at,"
            + " report = excluded.report",
        model,
        version,
        caller.project(),
        recorded.evaluation().dataset(),
        recorded.id(),
        Json.write(json(recorded.evaluation())),
        recorded.by(),
        recorded.at(),
        recorded.report().map(Digest::value));
  }

  static List<RecordedEvaluation> list(Transaction tx, Caller caller, String model, int version) {
    String sql =
        "SELECT e.* FROM model_evaluation e JOIN model m ON m.key = e.model"
            + " WHERE m.project = ? AND m.name = ? AND m.deleted IS NULL AND e.version = ?"
            + " ORDER BY e.id";
    return Readable.of(caller, sql, model, version)
        .list(
            tx,
            row ->
                new RecordedEvaluation(
                    row.text("id"),
                    evaluation(Json.parseObject(row.text("evaluation"))),
                    row.text("user"),
                    row.time("at"),
                    row.optionalText("report").map(Digest::new)));
  }

  private static ObjectNode json(Evaluation evaluation) {
    ObjectNode json = Json.object();
    Asset dataset = evaluation.dataset();
    json.putObject("dataset")
        .put("kind", dataset.kind().text())
        .put("name", dataset.name())
        .put("version", dataset.version())
        .put("digest", dataset.digest().value());
    json.set("metrics", Json.tree(evaluation.metrics()));
    json.set("baseline", Json.tree(evaluation.baseline()));
    evaluation.baselineVersion().ifPresent(version -> json.put("baselineVersion", version));
    return json.put("verdict", evaluation.verdict().text()).put("reason", evaluation.reason());
  }

  private static Evaluation evaluation(ObjectNode json) {
    JsonNode dataset = json.path("dataset");
    JsonNode baseline = json.path("baselineVersion");
    return new Evaluation(
        new Asset(
            Asset.Kind.parse(dataset.path("kind").asString()),
            dataset.path("name").asString(),
            dataset.path("version").asString(),
            new Digest(dataset.path("digest").asString())),
        values(json.path("metrics")),
        baseline.isNumber() ? OptionalInt.of(baseline.asInt()) : OptionalInt.empty(),
        values(json.path("baseline")),
        Evaluation.Verdict.parse(json.path("verdict").asString()),
        json.path("reason").asString());
  }

  private static Map<String, Double> values(JsonNode json) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (var entry : json.properties()) {
      values.put(entry.getKey(), entry.getValue().asDouble());
    }
    return values;
  }
}
