package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.RowMapper;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Edge.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads runs with what is noted on them: a few statements, however many runs.
final class RunLoader {
  /// SQL that is true of an asset `x` whose content is a table of data.
  static final String IS_TABLE = "x.kind IN ('snapshot', 'training-set')";

  /// The form of an asset's digest that clients of MLflow take.
  static final String SHORT_DIGEST = "substr(x.digest, 1, 32)";

  private static final String EACH = " FROM json_each(?) j CROSS JOIN ";

  private final Transaction tx;
  private final String keys;

  private RunLoader(Transaction tx, List<Long> keys) {
    this.tx = tx;
    this.keys = Json.write(keys);
  }

  /// In the order of their keys.
  static List<RunData> load(Transaction tx, List<Long> keys) {
    return new RunLoader(tx, keys).load(keys);
  }

  private List<RunData> load(List<Long> wanted) {
    Map<Long, List<Run>> runs =
        by(
            "SELECT run.key AS run, " + RunTable.COLUMNS + EACH + "run ON run.key = j.value",
            RunTable::run);
    Map<Long, List<Metric>> metrics =
        by(
            "SELECT x.run, x.key, x.value, x.time, x.step"
                + EACH
                + "run_metric x ON x.run = j.value ORDER BY j.id, x.key",
            MetricTable::metric);
    Map<Long, List<Parameter>> parameters =
        by(
            "SELECT x.run, x.key, x.value" + EACH + "run_parameter x ON x.run = j.value",
            row -> new Parameter(row.text("key"), row.text("value")));
    Map<Long, List<Tag>> tags =
        by(
            "SELECT x.run, x.key, x.value" + EACH + "run_tag x ON x.run = j.value",
            row -> new Tag(row.text("key"), row.text("value")));
    Map<Long, List<DatasetInput>> datasets = datasets();
    Map<Long, List<Asset>> inputs = inputs();
    Map<Long, List<ModelUse>> read = models(Role.INPUT);
    Map<Long, List<ModelUse>> wrote = models(Role.OUTPUT);
    return wanted.stream()
        .filter(runs::containsKey)
        .map(key ->
            new RunData(
                of(runs, key).getFirst(),
                of(metrics, key),
                of(parameters, key),
                of(tags, key),
                of(datasets, key),
                of(inputs, key),
                of(read, key),
                of(wrote, key)))
        .toList();
  }

  private Map<Long, List<DatasetInput>> datasets() {
    return by(
        "SELECT i.run, i.tags, x.*"
            + EACH
            + "run_dataset i ON i.run = j.value CROSS JOIN dataset x ON x.key = i.dataset",
        DatasetTable::input);
  }

  private Map<Long, List<Asset>> inputs() {
    return by(
        "SELECT i.run, x.kind, x.name, x.version, x.digest"
            + EACH
            + "asset_edge i ON i.run = j.value AND i.role = 'INPUT'"
            + " CROSS JOIN asset x ON x.key = i.asset AND "
            + IS_TABLE,
        RunLoader::asset);
  }

  private Map<Long, List<ModelUse>> models(Role role) {
    return by(
        "SELECT u.run, m.id, u.step"
            + EACH
            + "logged_model_use u ON u.run = j.value AND u.role = '%s'".formatted(role)
            + " CROSS JOIN logged_model m ON m.key = u.model ORDER BY j.id, u.step, u.model",
        row -> new ModelUse(new LoggedModelId(row.text("id")), row.number("step")));
  }

  private static Asset asset(Row row) {
    return new Asset(
        Asset.Kind.parse(row.text("kind")),
        row.text("name"),
        row.text("version"),
        new Digest(row.text("digest")));
  }

  private <T> Map<Long, List<T>> by(String sql, RowMapper<T> mapper) {
    Map<Long, List<T>> found = new HashMap<>();
    tx.list(
        sql,
        row ->
            found.computeIfAbsent(row.number("run"), _ -> new ArrayList<>()).add(mapper.map(row)),
        keys);
    return found;
  }

  private static <T> List<T> of(Map<Long, List<T>> found, long key) {
    return found.getOrDefault(key, List.of());
  }
}
