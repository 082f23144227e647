package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Counts what a store holds, and tells which files could not be read. Confined to one thread.
public final class StoreCount {
  private final MlflowStore store;
  private final ImportReport report;

  public StoreCount(MlflowStore store, ImportReport report) {
    this.store = store;
    this.report = report;
  }

  public void run() {
    List<ObjectNode> experiments = store.experiments();
    for (ObjectNode experiment : experiments) {
      String id = experiment.path("experiment_id").asString();
      report.source("experiments", 1);
      report.source("tags", experiment.path("tags").size());
      store.models(id, this::model);
      store.runs(id, this::run);
      store.traces(id, this::trace);
    }
    store.registered(model -> count("registered models", Parts.ofRegistered(model)));
  }

  private void count(String kind, Map<String, Long> parts) {
    report.source(kind, 1);
    parts.forEach(report::source);
  }

  private void model(ObjectNode model) {
    count("logged models", Parts.ofModel(model));
    files("model " + model.at("/info/model_id").asString(), model.at("/info/artifact_uri"));
  }

  private void run(ObjectNode run) {
    count("runs", Parts.ofRun(run));
    OptionalLong known = store.countPoints(run);
    long[] points = {known.orElse(0)};
    if (known.isEmpty()) {
      store.points(run, (_, _, _, _) -> points[0]++);
    }
    report.source("points", points[0]);
    files("run " + run.at("/info/run_id").asString(), run.at("/info/artifact_uri"));
  }

  private void trace(ObjectNode trace) {
    count("traces", Parts.ofTrace(trace));
    JsonNode address = trace.at("/trace_info/tags").path("mlflow.artifactLocation");
    files("trace " + trace.at("/trace_info/trace_id").asString(), address);
  }

  private void files(String owner, JsonNode address) {
    String text = address.asString("");
    if (text.isEmpty()) {
      return;
    }
    try {
      for (ArtifactFolder.File file : store.places().find(text).files(report)) {
        report.source("artifacts", 1);
        report.source("bytes", file.size());
      }
    } catch (Problem e) {
      report.missing("artifacts", owner, e.text());
    }
  }
}
