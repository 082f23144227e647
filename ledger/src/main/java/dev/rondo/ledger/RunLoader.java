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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads runs with what is noted on them: a few statements, however many runs.
final class RunLoader {
  /// SQL that is true of an asset `x` whose content is a table of data.
  static final String IS_TABLE = "x.kind IN ('snapshot', 'training-set')";

  /// The form of an asset's digest that clients of MLflow take.
  static final String SHORT_DIGEST = "substr(x.digest, 1, 32)";

  private static final long MOST_BYTES = 16L << 20;

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

  /// Each dataset is read once, however many of the runs have it.
  private Map<Long, List<DatasetInput>> datasets() {
    Map<Long, Dataset> known = new HashMap<>();
    tx.list(
        "SELECT d.* FROM dataset d WHERE d.key IN (SELECT i.dataset"
            + EACH
            + "run_dataset i ON i.run = j.value)",
        row -> known.put(row.number("key"), DatasetTable.dataset(row)),
        keys);
    return by(
        "SELECT i.run, i.dataset, i.tags" + EACH + "run_dataset i ON i.run = j.value",
        row ->
            new DatasetInput(
                Optional.ofNullable(known.get(row.number("dataset"))).orElseThrow(),
                DatasetTable.tags(row)));
  }

  /// How many of the first runs can be held at once, by what their datasets need; at least one.
  static int fitting(Transaction tx, List<Long> keys) {
    Map<Long, Long> needs = new HashMap<>();
    Set<Long> counted = new HashSet<>();
    tx.list(
        "SELECT i.run, i.dataset, "
            + DatasetTable.BYTES
            + " AS bytes"
            + EACH
            + "run_dataset i ON i.run = j.value CROSS JOIN dataset d ON d.key = i.dataset"
            + " ORDER BY j.id",
        row ->
            needs.merge(
                row.number("run"),
                counted.add(row.number("dataset")) ? row.number("bytes") : 0L,
                Long::sum),
        Json.write(keys));
    long bytes = 0;
    for (int i = 0; i < keys.size(); i++) {
      long more = needs.getOrDefault(keys.get(i), 0L);
      bytes += more;
      if (i > 0 && more > 0 && bytes > MOST_BYTES) {
        return i;
      }
    }
    return keys.size();
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
