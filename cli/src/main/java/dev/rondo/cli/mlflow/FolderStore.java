package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A store in a folder `mlruns`: one folder for each experiment, in it one for each run, in that
/// one file for each parameter, tag and metric. What is broken is told, and the rest is read.
final class FolderStore implements MlflowStore {
  private static final String MODELS = "models";
  private static final String DELETED = "deleted";
  private static final List<String> STATUSES =
      List.of("", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED");

  private final Path root;
  private final ArtifactPlaces places;
  private final ImportReport report;
  private final Map<String, Path> experiments = new HashMap<>();
  private final FolderRegistry registry;
  private final FolderTraces traces;

  FolderStore(Path root, ArtifactPlaces places, ImportReport report) {
    this.root = root;
    this.places = places;
    this.report = report;
    this.registry = new FolderRegistry(root.resolve(MODELS), report);
    this.traces = new FolderTraces(report);
    boolean isStore =
        experimentFolders().anyMatch(folder -> Files.exists(folder.resolve(Folders.META)));
    if (!isStore && Folders.folders(root.resolve(MODELS)).isEmpty()) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "The folder '%s' has no experiment with a '%s', so it is no MLflow store.",
          root,
          Folders.META);
    }
  }

  private Stream<Path> experimentFolders() {
    return Stream.concat(
            Folders.folders(root).stream(), Folders.folders(root.resolve(".trash")).stream())
        .filter(folder -> folder.getFileName().toString().matches("[0-9]+"));
  }

  @Override
  public String name() {
    return root.toString();
  }

  @Override
  public ArtifactPlaces places() {
    return places;
  }

  /// One that cannot be read is told, and is not there.
  private void readable(String kind, Path folder, Runnable reading) {
    try {
      reading.run();
    } catch (Problem e) {
      report.source(kind, 1);
      report.missing(kind, folder.toString(), e.text());
    }
  }

  @Override
  public List<ObjectNode> experiments() {
    List<ObjectNode> all = new ArrayList<>();
    experimentFolders()
        .forEach(folder -> readable("experiments", folder, () -> all.add(experiment(folder))));
    return all;
  }

  private ObjectNode experiment(Path folder) {
    ObjectNode meta = Folders.meta(folder);
    String id = folder.getFileName().toString();
    ObjectNode json = Json.object().put("experiment_id", id);
    json.put("name", meta.path("name").asString(""));
    json.put("artifact_location", meta.path("artifact_location").asString(""));
    json.put("creation_time", meta.path("creation_time").asLong(0));
    json.put("last_update_time", meta.path("last_update_time").asLong(0));
    if (meta.path("lifecycle_stage").asString("").equals(DELETED)) {
      json.put("lifecycle_stage", DELETED);
      json.set("deleted_time", json.path("last_update_time"));
    }
    Folders.pairs(folder.resolve("tags"), json.putArray("tags"));
    experiments.put(id, folder);
    return json;
  }

  private Path folder(String experiment) {
    return experiments.getOrDefault(experiment, root.resolve(experiment));
  }

  @Override
  public void runs(String experiment, Consumer<ObjectNode> each) {
    for (Path folder : Folders.folders(folder(experiment))) {
      if (folder.getFileName().toString().matches("[0-9a-f]{32}")) {
        List<ObjectNode> read = new ArrayList<>();
        readable("runs", folder, () -> read.add(run(experiment, folder)));
        read.forEach(each);
      }
    }
  }

  private ObjectNode run(String experiment, Path folder) {
    ObjectNode meta = Folders.meta(folder);
    ObjectNode run = Json.object();
    ObjectNode info = run.putObject("info").put("run_id", folder.getFileName().toString());
    info.put("experiment_id", experiment).put("run_name", meta.path("run_name").asString(""));
    info.put("user_id", meta.path("user_id").asString(""));
    info.put("status", status(meta.path("status")));
    info.put("start_time", meta.path("start_time").asLong(0));
    info.put("artifact_uri", meta.path("artifact_uri").asString(""));
    number(meta, "end_time", info);
    if (meta.path("lifecycle_stage").asString("").equals(DELETED)) {
      info.put("lifecycle_stage", DELETED);
      number(meta, "deleted_time", info);
    }
    ObjectNode data = run.putObject("data");
    Folders.pairs(folder.resolve("params"), data.putArray("params"));
    Folders.pairs(folder.resolve("tags"), data.putArray("tags"));
    inputs(run, folder);
    return run;
  }

  private static void number(ObjectNode from, String name, ObjectNode to) {
    if (from.path(name).isNumber()) {
      to.set(name, from.path(name));
    }
  }

  private static String status(JsonNode status) {
    int number = status.asInt(0);
    return number > 0 && number < STATUSES.size() ? STATUSES.get(number) : status.asString("");
  }

  private void inputs(ObjectNode run, Path folder) {
    ArrayNode datasets = run.putObject("inputs").putArray("dataset_inputs");
    ArrayNode read = run.withObject("inputs").putArray("model_inputs");
    ArrayNode wrote = run.putObject("outputs").putArray("model_outputs");
    for (Path input : Folders.folders(folder.resolve("inputs"))) {
      ObjectNode meta = Folders.meta(input);
      String id = meta.path("source_id").asString("");
      if (meta.path("source_type").asString("").equals("DATASET")) {
        dataset(datasets.addObject(), meta, folder.resolveSibling("datasets").resolve(plain(id)));
      } else {
        read.addObject().put("model_id", id);
      }
    }
    for (Path output : Folders.folders(folder.resolve("outputs"))) {
      ObjectNode meta = Folders.meta(output);
      long step = meta.path("step").asLong(0);
      wrote.addObject().put("model_id", meta.path("destination_id").asString("")).put("step", step);
    }
  }

  /// An id from a file that becomes part of a path.
  private static String plain(String id) {
    if (!id.matches("[A-Za-z0-9_-]+")) {
      throw Problem.of(ProblemCode.INVALID_DATA, "'%s' is no id of a dataset.", id);
    }
    return id;
  }

  private static void dataset(ObjectNode input, ObjectNode meta, Path folder) {
    ArrayNode tags = input.putArray("tags");
    meta.path("tags")
        .forEachEntry(
            (key, value) -> tags.addObject().put("key", key).put("value", value.asString("")));
    ObjectNode known = Folders.meta(folder);
    ObjectNode dataset = input.putObject("dataset");
    for (String name : new String[] {"name", "digest", "source_type", "source"}) {
      dataset.put(name, known.path(name).asString(""));
    }
    for (String name : new String[] {"schema", "profile"}) {
      if (known.path(name).isString()) {
        dataset.set(name, known.path(name));
      }
    }
  }

  @Override
  public OptionalLong countPoints(ObjectNode run) {
    return OptionalLong.empty();
  }

  @Override
  public void points(ObjectNode run, PointReader each) {
    Path folder =
        folder(run.at("/info/experiment_id").asString())
            .resolve(run.at("/info/run_id").asString())
            .resolve("metrics");
    for (Path file : Folders.files(folder)) {
      String key = Folders.key(folder, file);
      MetricFile.read(file, report)
          .forEach(point -> each.point(key, point.step(), point.time(), point.value()));
    }
  }

  @Override
  public void models(String experiment, Consumer<ObjectNode> each) {
    for (Path folder : Folders.folders(folder(experiment).resolve(MODELS))) {
      List<ObjectNode> read = new ArrayList<>();
      readable("logged models", folder, () -> read.add(model(experiment, folder)));
      read.forEach(each);
    }
  }

  private ObjectNode model(String experiment, Path folder) {
    ObjectNode meta = Folders.meta(folder);
    ObjectNode model = Json.object();
    ObjectNode info = model.putObject("info").put("model_id", folder.getFileName().toString());
    info.put("experiment_id", experiment).put("name", meta.path("name").asString(""));
    info.put("artifact_uri", meta.path("artifact_location").asString(""));
    info.put("creation_timestamp_ms", meta.path("creation_timestamp").asLong(0));
    info.put("last_updated_timestamp_ms", meta.path("last_updated_timestamp").asLong(0));
    info.put("status", meta.path("status").asInt(1));
    info.put("model_type", meta.path("model_type").asString(""));
    info.put("source_run_id", meta.path("source_run_id").asString(""));
    if (meta.path("lifecycle_stage").asString("").equals(DELETED)) {
      info.put("lifecycle_stage", DELETED);
      info.set("deleted_time", info.path("last_updated_timestamp_ms"));
    }
    Folders.pairs(folder.resolve("tags"), info.putArray("tags"));
    ObjectNode data = model.putObject("data");
    Folders.pairs(folder.resolve("params"), data.putArray("params"));
    metrics(folder.resolve("metrics"), data.putArray("metrics"));
    return model;
  }

  private void metrics(Path folder, ArrayNode metrics) {
    Function<Path, String> key = file -> Folders.key(folder, file);
    for (Path file : Folders.files(folder)) {
      MetricFile.read(file, report).forEach(point -> metrics.add(point.ofModel(key.apply(file))));
    }
  }

  @Override
  public void registered(Consumer<ObjectNode> each) {
    registry.models(each);
  }

  @Override
  public void traces(String experiment, Consumer<ObjectNode> each) {
    traces.of(experiment, folder(experiment).resolve("traces"), each);
  }

  @Override
  public void close() {}
}
