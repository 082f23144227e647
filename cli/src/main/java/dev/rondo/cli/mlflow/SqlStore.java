package dev.rondo.cli.mlflow;

import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A store in a database, of any release since 1.x: what its schema does not have, it does not
/// hold.
final class SqlStore implements MlflowStore {
  private static final String DELETED = "deleted";

  private final String name;
  private final SqlConnection database;
  private final ArtifactPlaces places;
  private final SqlRegistry registry;
  private final SqlTraces traces;

  SqlStore(String name, SqlConnection database, ArtifactPlaces places, ImportReport report) {
    this.name = name;
    this.database = database;
    this.places = places;
    this.registry = new SqlRegistry(database);
    this.traces = new SqlTraces(database, report);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ArtifactPlaces places() {
    return places;
  }

  @Override
  public List<ObjectNode> experiments() {
    List<ObjectNode> all = new ArrayList<>();
    database.each("experiments", "ORDER BY experiment_id", row -> all.add(experiment(row)));
    return all;
  }

  private ObjectNode experiment(SqlRow row) {
    long id = row.number("experiment_id", 0);
    ObjectNode json = Json.object().put("experiment_id", Long.toString(id));
    json.put("name", row.full("name")).put("artifact_location", row.full("artifact_location"));
    json.put("creation_time", row.number("creation_time", 0));
    json.put("last_update_time", row.number("last_update_time", 0));
    if (row.full("lifecycle_stage").equals(DELETED)) {
      json.put("lifecycle_stage", DELETED);
      json.put("deleted_time", row.number("last_update_time", 0));
    }
    tags(json.putArray("tags"), "experiment_tags", "WHERE experiment_id = ?", id);
    return json;
  }

  private void tags(ArrayNode to, String table, String where, Object... arguments) {
    database.few(
        table,
        where,
        row -> to.addObject().put("key", row.full("key")).put("value", row.full("value")),
        arguments);
  }

  @Override
  public void runs(String experiment, Consumer<ObjectNode> each) {
    database.each(
        "runs",
        "WHERE experiment_id = ? ORDER BY start_time, run_uuid",
        row -> each.accept(run(experiment, row)),
        Long.parseLong(experiment));
  }

  private ObjectNode run(String experiment, SqlRow row) {
    String id = row.full("run_uuid");
    ObjectNode run = Json.object();
    ObjectNode info = run.putObject("info").put("run_id", id).put("experiment_id", experiment);
    info.put("run_name", row.full("name")).put("user_id", row.full("user_id"));
    info.put("status", row.text("status").orElse("RUNNING"));
    info.put("start_time", row.number("start_time", 0));
    info.put("artifact_uri", row.full("artifact_uri"));
    row.number("end_time").ifPresent(time -> info.put("end_time", time));
    if (row.full("lifecycle_stage").equals(DELETED)) {
      info.put("lifecycle_stage", DELETED);
      row.number("deleted_time").ifPresent(time -> info.put("deleted_time", time));
    }
    ObjectNode data = run.putObject("data");
    tags(data.putArray("params"), "params", "WHERE run_uuid = ?", id);
    tags(data.putArray("tags"), "tags", "WHERE run_uuid = ?", id);
    inputs(run, id);
    return run;
  }

  /// What a run has read and written stands in one table of edges.
  private void inputs(ObjectNode run, String id) {
    ArrayNode datasets = run.putObject("inputs").putArray("dataset_inputs");
    ArrayNode read = run.withObject("inputs").putArray("model_inputs");
    ArrayNode wrote = run.putObject("outputs").putArray("model_outputs");
    List<Edge> edges = new ArrayList<>();
    database.few(
        "inputs",
        "WHERE source_type = 'DATASET' AND destination_type = 'RUN' AND destination_id = ?",
        row -> edges.add(new Edge(row.full("input_uuid"), row.full("source_id"))),
        id);
    edges.forEach(edge -> dataset(datasets, edge));
    database.few(
        "inputs",
        "WHERE source_type = 'RUN_INPUT' AND source_id = ? AND destination_type = 'MODEL_INPUT'",
        row -> read.addObject().put("model_id", row.full("destination_id")),
        id);
    database.few(
        "inputs",
        "WHERE source_type = 'RUN_OUTPUT' AND source_id = ? AND destination_type = 'MODEL_OUTPUT'",
        row ->
            wrote
                .addObject()
                .put("model_id", row.full("destination_id"))
                .put("step", row.number("step", 0)),
        id);
  }

  private record Edge(String id, String dataset) {}

  private void dataset(ArrayNode datasets, Edge edge) {
    ObjectNode input = datasets.addObject();
    ArrayNode tags = input.putArray("tags");
    database.few(
        "input_tags",
        "WHERE input_uuid = ?",
        row -> tags.addObject().put("key", row.full("name")).put("value", row.full("value")),
        edge.id());
    database.few(
        "datasets",
        "WHERE dataset_uuid = ?",
        row -> {
          ObjectNode dataset = input.putObject("dataset");
          dataset.put("name", row.full("name")).put("digest", row.full("digest"));
          dataset.put("source_type", row.full("dataset_source_type"));
          dataset.put("source", row.full("dataset_source"));
          row.text("dataset_schema").ifPresent(text -> dataset.put("schema", text));
          row.text("dataset_profile").ifPresent(text -> dataset.put("profile", text));
        },
        edge.dataset());
  }

  @Override
  public OptionalLong countPoints(ObjectNode run) {
    return OptionalLong.of(
        database.count("metrics", "WHERE run_uuid = ?", run.at("/info/run_id").asString()));
  }

  @Override
  public void points(ObjectNode run, PointReader each) {
    database.each(
        "metrics",
        "WHERE run_uuid = ? ORDER BY key, step",
        row ->
            each.point(
                row.full("key"),
                row.number("step", 0),
                row.number("timestamp", 0),
                row.flag("is_nan") ? Double.NaN : row.real("value")),
        run.at("/info/run_id").asString());
  }

  @Override
  public void models(String experiment, Consumer<ObjectNode> each) {
    database.each(
        "logged_models",
        "WHERE experiment_id = ? ORDER BY creation_timestamp_ms, model_id",
        row -> each.accept(model(experiment, row)),
        Long.parseLong(experiment));
  }

  private ObjectNode model(String experiment, SqlRow row) {
    String id = row.full("model_id");
    ObjectNode model = Json.object();
    ObjectNode info = model.putObject("info").put("model_id", id).put("experiment_id", experiment);
    info.put("name", row.full("name")).put("artifact_uri", row.full("artifact_location"));
    info.put("creation_timestamp_ms", row.number("creation_timestamp_ms", 0));
    info.put("last_updated_timestamp_ms", row.number("last_updated_timestamp_ms", 0));
    info.put("status", row.number("status", 1)).put("model_type", row.full("model_type"));
    Optional<String> run = row.text("source_run_id");
    run.ifPresent(text -> info.put("source_run_id", text));
    if (row.full("lifecycle_stage").equals(DELETED)) {
      info.put("lifecycle_stage", DELETED);
      info.put("deleted_time", row.number("last_updated_timestamp_ms", 0));
    }
    ArrayNode tags = info.putArray("tags");
    database.few(
        "logged_model_tags",
        "WHERE model_id = ?",
        one -> tags.addObject().put("key", one.full("tag_key")).put("value", one.full("tag_value")),
        id);
    ObjectNode data = model.putObject("data");
    ArrayNode params = data.putArray("params");
    database.few(
        "logged_model_params",
        "WHERE model_id = ?",
        one ->
            params
                .addObject()
                .put("key", one.full("param_key"))
                .put("value", one.full("param_value")),
        id);
    ArrayNode metrics = data.putArray("metrics");
    database.few("logged_model_metrics", "WHERE model_id = ?", one -> metric(metrics, one), id);
    return model;
  }

  private static void metric(ArrayNode metrics, SqlRow row) {
    ObjectNode metric = metrics.addObject().put("key", row.full("metric_name"));
    metric.put("value", row.real("metric_value")).put("run_id", row.full("run_id"));
    metric.put("timestamp", row.number("metric_timestamp_ms", 0));
    metric.put("step", row.number("metric_step", 0));
    row.text("dataset_name").ifPresent(text -> metric.put("dataset_name", text));
    row.text("dataset_digest").ifPresent(text -> metric.put("dataset_digest", text));
  }

  @Override
  public void registered(Consumer<ObjectNode> each) {
    registry.models(each);
  }

  @Override
  public void traces(String experiment, Consumer<ObjectNode> each) {
    traces.of(experiment, each);
  }

  @Override
  public void close() {
    database.close();
  }
}
