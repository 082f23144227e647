package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Brings all that a store holds to a server, piece by piece. Nothing is remembered of how far it
/// came: each piece is compared with what is there, and what lacks is sent, so that an import that
/// was cut off goes on, and a second one brings what is new. Confined to one thread.
public final class MlflowImport {
  private static final int EXPERIMENTS = 100;
  private static final int RUNS = 100;
  private static final int MODELS = 50;
  private static final int TRACES = 20;

  private final MlflowStore store;
  private final Target target;
  private final ImportReport report;
  private final Consumer<String> progress;
  private final Addresses addresses = new Addresses();
  private final List<String> links = new ArrayList<>();
  private String path = "";

  /// @param progress is told what is being brought
  public MlflowImport(
      MlflowStore store, Target target, ImportReport report, Consumer<String> progress) {
    this.store = store;
    this.target = target;
    this.report = report;
    this.progress = progress;
  }

  /// @throws Problem when the source or the server cannot go on; what came until then stays
  public void run() {
    byte[] begun = Json.MAPPER.writeValueAsBytes(Json.object().put("source", store.name()));
    path = target.post("", begun).path("id").asString();
    boolean hasEnded = false;
    try {
      bring();
      hasEnded = true;
    } finally {
      end(hasEnded);
    }
  }

  private void end(boolean hasEnded) {
    ObjectNode end = Json.object().put("status", hasEnded ? "FINISHED" : "FAILED");
    ObjectNode counts = end.putObject("counts");
    report.counts().forEach(count -> counts.put(count.kind(), count.here()));
    try {
      target.post(path + "/end", Json.MAPPER.writeValueAsBytes(end));
    } catch (Problem e) {
      report.note("The end of the import could not be noted: " + e.text());
    }
  }

  private void bring() {
    List<ObjectNode> experiments = store.experiments();
    experiments(experiments);
    List<String> ids =
        experiments.stream()
            .map(one -> one.path("experiment_id").asString())
            .filter(id -> addresses.experiment(id).isPresent())
            .toList();
    ids.forEach(this::models);
    ids.forEach(this::runs);
    ids.forEach(this::traces);
    link();
    registered();
  }

  /// Once all runs and files are here, the ledger can tell which run made which model of what.
  private void link() {
    List<ObjectNode> models = links.stream().map(id -> Json.object().put("model_id", id)).toList();
    for (JsonNode item : things("linked", models)) {
      if (item.has("problem")) {
        report.missing("lineage", item.path("id").asString(), item.path("problem").asString());
      }
    }
  }

  private void experiments(List<ObjectNode> all) {
    progress.accept("experiments");
    for (int from = 0; from < all.size(); from += EXPERIMENTS) {
      List<ObjectNode> some = all.subList(from, Math.min(from + EXPERIMENTS, all.size()));
      some.forEach(one -> Fitting.experiment(one, report));
      some.forEach(one -> count("experiments", Parts.ofExperiment(one)));
      List<JsonNode> items = things("experiments", some);
      for (int i = 0; i < some.size(); i++) {
        experiment(some.get(i), items.get(i));
      }
    }
  }

  private void experiment(ObjectNode sent, JsonNode item) {
    String id = sent.path("experiment_id").asString();
    if (taken("experiments", id, item, Parts.ofExperiment(sent))) {
      addresses.experiment(id, item.path("experiment").asString());
    }
  }

  /// At the source.
  private void count(String kind, Map<String, Long> parts) {
    report.source(kind, 1);
    parts.forEach(report::source);
  }

  /// Counts what is here of what was sent.
  ///
  /// @return whether the thing was taken
  private boolean taken(String kind, String id, JsonNode item, Map<String, Long> sent) {
    if (item.has("problem")) {
      report.missing(kind, id, item.path("problem").asString());
      return false;
    }
    report.here(kind, 1);
    sent.forEach((part, count) -> {
      long here = Math.min(count, item.at("/counts").path(part).asLong(0));
      report.here(part, here);
      if (here < count) {
        report.missing(part, id, "%d of %d are here.".formatted(here, count));
      }
    });
    return true;
  }

  private List<JsonNode> things(String list, List<ObjectNode> some) {
    if (some.isEmpty()) {
      return List.of();
    }
    ObjectNode body = Json.object();
    body.putArray(list).addAll(some);
    JsonNode answer = target.post(path + "/things", Json.MAPPER.writeValueAsBytes(body));
    return answer.path("items").valueStream().toList();
  }

  private FileBringer files() {
    return new FileBringer(store.places(), target, path + "/files", report);
  }

  /// With the experiment's number here; what is only for the way there stays behind.
  private ObjectNode moved(ObjectNode thing, String experiment) {
    ObjectNode moved = Json.object();
    thing.forEachEntry(moved::set);
    ObjectNode info = (ObjectNode) thing.path("info").deepCopy();
    info.put("experiment_id", addresses.experiment(experiment).orElseThrow());
    moved.set("info", info);
    return moved;
  }

  private void models(String experiment) {
    Batches.of(MODELS, each -> store.models(experiment, each), some -> models(experiment, some));
  }

  private void models(String experiment, List<ObjectNode> some) {
    progress.accept("logged models");
    some.forEach(one -> Fitting.model(one, report));
    some.forEach(one -> count("logged models", Parts.ofModel(one)));
    List<JsonNode> items =
        things("logged_models", some.stream().map(one -> moved(one, experiment)).toList());
    FileBringer files = files();
    for (int i = 0; i < some.size(); i++) {
      ObjectNode model = some.get(i);
      String id = model.at("/info/model_id").asString();
      if (taken("logged models", id, items.get(i), Parts.ofModel(model))) {
        addresses.came(id, addresses.experiment(experiment).orElseThrow());
        if (files.bring("model", id, model.at("/info/artifact_uri").asString(""))) {
          links.add(id);
        }
      }
    }
  }

  private void runs(String experiment) {
    Batches.of(RUNS, each -> store.runs(experiment, each), some -> runs(experiment, some));
  }

  private void runs(String experiment, List<ObjectNode> some) {
    progress.accept("runs");
    some.forEach(one -> Fitting.run(one, report));
    some.forEach(one -> count("runs", Parts.ofRun(one)));
    List<JsonNode> items =
        things("runs", some.stream().map(one -> moved(one, experiment)).toList());
    List<ObjectNode> came = new ArrayList<>();
    Map<String, Long> points = new HashMap<>();
    for (int i = 0; i < some.size(); i++) {
      String id = some.get(i).at("/info/run_id").asString();
      if (taken("runs", id, items.get(i), Parts.ofRun(some.get(i)))) {
        addresses.came(id, addresses.experiment(experiment).orElseThrow());
        came.add(some.get(i));
        points.put(id, items.get(i).at("/counts/points").asLong());
      } else {
        report.source("points", store.countPoints(some.get(i)).orElse(0));
      }
    }
    points(came, points);
    FileBringer files = files();
    came.forEach(run ->
        files.bring(
            "run", run.at("/info/run_id").asString(), run.at("/info/artifact_uri").asString("")));
  }

  /// Those of runs that have as many here as at the source are here already.
  private void points(List<ObjectNode> runs, Map<String, Long> here) {
    PointSender sender = new PointSender(target, path + "/points");
    Map<String, Long> sent = new HashMap<>();
    for (ObjectNode run : runs) {
      String id = run.at("/info/run_id").asString();
      OptionalLong count = store.countPoints(run);
      if (count.isPresent() && count.getAsLong() == here.getOrDefault(id, 0L)) {
        report.source("points", count.getAsLong());
        report.here("points", count.getAsLong());
      } else {
        long[] read = {0};
        store.points(
            run,
            (key, step, time, value) -> {
              read[0]++;
              sender.point(id, key, step, time, value);
            });
        sent.put(id, read[0]);
      }
    }
    sender.flush();
    verify(sent);
  }

  private void verify(Map<String, Long> sent) {
    List<String> ids = List.copyOf(sent.keySet());
    List<JsonNode> items =
        things("counted", ids.stream().map(id -> Json.object().put("run_id", id)).toList());
    for (int i = 0; i < items.size(); i++) {
      long source = sent.getOrDefault(ids.get(i), 0L);
      long here = Math.min(source, items.get(i).at("/counts/points").asLong(0));
      report.source("points", source);
      report.here("points", here);
      if (here < source) {
        report.missing("points", ids.get(i), "%d of %d are here.".formatted(here, source));
      }
    }
  }

  private void traces(String experiment) {
    Batches.of(TRACES, each -> store.traces(experiment, each), some -> traces(experiment, some));
  }

  private void traces(String experiment, List<ObjectNode> some) {
    progress.accept("traces");
    some.forEach(one -> count("traces", Parts.ofTrace(one)));
    some.forEach(one ->
        ((ObjectNode) one.at("/trace_info/trace_location/mlflow_experiment"))
            .put("experiment_id", addresses.experiment(experiment).orElseThrow()));
    List<JsonNode> items = things("traces", some);
    FileBringer files = files();
    for (int i = 0; i < some.size(); i++) {
      ObjectNode trace = some.get(i);
      String id = trace.at("/trace_info/trace_id").asString();
      if (taken("traces", id, items.get(i), Parts.ofTrace(trace))) {
        JsonNode tags = trace.at("/trace_info/tags");
        files.bring("trace", id, tags.path("mlflow.artifactLocation").asString(""));
      }
    }
  }

  private void registered() {
    store.registered(model -> {
      progress.accept("registered models");
      Map<String, Long> parts = Parts.ofRegistered(model);
      addresses.rewrite(model);
      count("registered models", parts);
      JsonNode item = things("registered_models", List.of(model)).getFirst();
      taken("registered models", model.path("name").asString(), item, parts);
    });
  }
}
