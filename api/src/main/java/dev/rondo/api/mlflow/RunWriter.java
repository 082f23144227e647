package dev.rondo.api.mlflow;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Dataset;
import dev.rondo.ledger.DatasetInput;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.Experiments;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.ModelUse;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunData;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.Tag;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Writes runs straight into the answer. Confined to one answer.
final class RunWriter {
  private final JsonGenerator json;
  private final Caller caller;
  private final Experiments experiments;
  private final Map<ExperimentId, String> locations = new HashMap<>();

  RunWriter(JsonGenerator json, Caller caller, Experiments experiments) {
    this.json = json;
    this.caller = caller;
    this.experiments = experiments;
  }

  void run(RunData data) {
    json.writeStartObject();
    json.writeName("info");
    info(data.run());
    data(data);
    inputs(data);
    outputs(data);
    json.writeEndObject();
  }

  void info(Run run) {
    json.writeStartObject();
    json.writeStringProperty("run_id", run.id().value());
    json.writeStringProperty("run_uuid", run.id().value());
    json.writeStringProperty("run_name", run.name());
    json.writeStringProperty("experiment_id", run.experimentId().toString());
    json.writeStringProperty("user_id", run.user());
    json.writeStringProperty("status", run.status().name());
    json.writeNumberProperty("start_time", run.started().toEpochMilli());
    if (run.ended().isPresent()) {
      json.writeNumberProperty("end_time", run.ended().get().toEpochMilli());
    }
    json.writeStringProperty("artifact_uri", location(run) + "/" + run.id() + "/artifacts");
    json.writeStringProperty("lifecycle_stage", run.deleted().isPresent() ? "deleted" : "active");
    json.writeEndObject();
  }

  private String location(Run run) {
    return locations.computeIfAbsent(
        run.experimentId(), id -> ArtifactLocation.of(experiments.load(caller, id)));
  }

  private void data(RunData data) {
    json.writeObjectPropertyStart("data");
    if (!data.metrics().isEmpty()) {
      json.writeArrayPropertyStart("metrics");
      data.metrics().forEach(this::metric);
      json.writeEndArray();
    }
    pairs("params", parameters(data.parameters()));
    pairs("tags", tags(data));
    json.writeEndObject();
  }

  private static Map<String, String> parameters(List<Parameter> parameters) {
    Map<String, String> pairs = new LinkedHashMap<>();
    parameters.forEach(one -> pairs.put(one.key(), one.value()));
    return pairs;
  }

  private static Map<String, String> tags(RunData data) {
    Map<String, String> pairs = new LinkedHashMap<>();
    data.tags().forEach(one -> pairs.put(one.key(), one.value()));
    pairs.put(Tag.RUN_NAME, data.run().name());
    data.run().parent().map(RunId::value).ifPresent(id -> pairs.put(Tag.PARENT, id));
    return pairs;
  }

  private void pairs(String name, Map<String, String> pairs) {
    if (pairs.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart(name);
    pairs.forEach((key, value) -> {
      json.writeStartObject();
      json.writeStringProperty("key", key);
      json.writeStringProperty("value", value);
      json.writeEndObject();
    });
    json.writeEndArray();
  }

  void metric(Metric metric) {
    metric(metric, Optional.empty());
  }

  /// @param run told with it, where points of several are
  void metric(Metric metric, Optional<RunId> run) {
    json.writeStartObject();
    json.writeStringProperty("key", metric.key());
    if (Double.isNaN(metric.value())) {
      json.writeStringProperty("value", "NaN");
    } else {
      double most = Double.MAX_VALUE;
      json.writeNumberProperty("value", Math.clamp(metric.value(), -most, most));
    }
    json.writeNumberProperty("timestamp", metric.timestamp().toEpochMilli());
    json.writeNumberProperty("step", metric.step());
    run.ifPresent(id -> json.writeStringProperty("run_id", id.value()));
    json.writeEndObject();
  }

  private void inputs(RunData data) {
    json.writeObjectPropertyStart("inputs");
    if (!data.datasets().isEmpty() || !data.inputs().isEmpty()) {
      json.writeArrayPropertyStart("dataset_inputs");
      data.datasets().forEach(this::dataset);
      data.inputs().forEach(asset -> dataset(asDataset(asset)));
      json.writeEndArray();
    }
    if (!data.read().isEmpty()) {
      json.writeArrayPropertyStart("model_inputs");
      data.read().forEach(this::model);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void model(ModelUse use) {
    json.writeStartObject();
    json.writeStringProperty("model_id", use.model().value());
    json.writeEndObject();
  }

  private void outputs(RunData data) {
    if (data.wrote().isEmpty()) {
      return;
    }
    json.writeObjectPropertyStart("outputs");
    json.writeArrayPropertyStart("model_outputs");
    for (ModelUse use : data.wrote()) {
      json.writeStartObject();
      json.writeStringProperty("model_id", use.model().value());
      json.writeNumberProperty("step", use.step());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void dataset(DatasetInput input) {
    json.writeStartObject();
    pairs("tags", input.tags());
    Dataset dataset = input.dataset();
    json.writeObjectPropertyStart("dataset");
    json.writeStringProperty("name", dataset.name());
    json.writeStringProperty("digest", dataset.digest());
    json.writeStringProperty("source_type", dataset.sourceType());
    json.writeStringProperty("source", dataset.source());
    dataset.schema().ifPresent(text -> json.writeStringProperty("schema", text));
    dataset.profile().ifPresent(text -> json.writeStringProperty("profile", text));
    json.writeEndObject();
    json.writeEndObject();
  }

  /// A table of ours as clients know datasets.
  private static DatasetInput asDataset(Asset asset) {
    String source =
        Json.write(
            Map.of("kind", asset.kind().text(), "name", asset.name(), "version", asset.version()));
    String context = asset.kind() == Asset.Kind.TRAINING_SET ? "training" : "input";
    return new DatasetInput(
        new Dataset(
            asset.name(),
            asset.digest().value().substring(0, 32),
            "rondo",
            source,
            Optional.empty(),
            Optional.empty()),
        Map.of(DatasetInput.CONTEXT, context));
  }
}
