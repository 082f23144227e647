package dev.rondo.api.mlflow;

import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Dataset;
import dev.rondo.ledger.DatasetInput;
import dev.rondo.ledger.Environment;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.ImportedExperiment;
import dev.rondo.ledger.ImportedRun;
import dev.rondo.ledger.LoggedModel;
import dev.rondo.ledger.LoggedModelId;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.ModelMetric;
import dev.rondo.ledger.ModelUse;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.Tag;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Experiments, runs and logged models in the protocol's own messages, read as what another server
/// has stored: with their ids and times. What is deleted also says when, in `deleted_time`.
final class ImportMessages {
  private ImportMessages() {}

  static ImportedExperiment experiment(Message asked, Instant now) {
    return new ImportedExperiment(
        asked.fullText("experiment_id"),
        asked.fullText("name"),
        asked.findText("artifact_location").orElse(""),
        time(asked, "creation_time").orElse(Instant.EPOCH),
        time(asked, "last_update_time").orElse(Instant.EPOCH),
        deleted(asked, now),
        Tags.of(asked));
  }

  static Optional<Instant> time(Message asked, String name) {
    return asked.has(name)
        ? Optional.of(Instant.ofEpochMilli(asked.number(name)))
        : Optional.empty();
  }

  /// Where it is not known when a thing was deleted, it is as if it were now.
  private static Optional<Instant> deleted(Message asked, Instant now) {
    boolean isDeleted = asked.findText("lifecycle_stage").orElse("").equals("deleted");
    return time(asked, "deleted_time").or(() -> isDeleted ? Optional.of(now) : Optional.empty());
  }

  static ImportedRun run(Message run, Instant now) {
    Message info = run.message("info").orElseThrow(() -> Message.missing("info"));
    Message empty = Message.of(Json.object());
    Message data = run.message("data").orElse(empty);
    Message inputs = run.message("inputs").orElse(empty);
    List<Tag> tags = Tags.of(data);
    return new ImportedRun(
        ExperimentId.parse(info.fullText("experiment_id")),
        start(info, tags),
        new ImportedRun.State(
            info.constant("status", RunResource.STATES)
                .orElseThrow(() ->
                    Message.invalid("status", info.fullText("status"), "a run's status is needed")),
            time(info, "end_time"),
            deleted(info, now)),
        parameters(data),
        tags.stream().filter(tag -> !isSpecial(tag)).toList(),
        inputs.messages("dataset_inputs").stream().map(ImportMessages::dataset).toList(),
        uses(inputs, "model_inputs"),
        uses(run.message("outputs").orElse(empty), "model_outputs"));
  }

  /// A parent that is no run of ours is a tag like any other.
  private static boolean isSpecial(Tag tag) {
    return switch (tag.key()) {
      case Tag.RUN_NAME -> true;
      case Tag.PARENT -> RunId.find(tag.value()).isPresent();
      default -> false;
    };
  }

  private static RunStart start(Message info, List<Tag> tags) {
    RunId id = RunIds.of(info.fullText("run_id"));
    String name =
        info.findText("run_name")
            .filter(text -> !text.isBlank())
            .or(() -> value(tags, Tag.RUN_NAME))
            .orElseGet(() -> ImportedRun.nameOf(id));
    return new RunStart(
        Optional.of(id),
        "Default",
        value(tags, Tag.PARENT).flatMap(RunId::find),
        name,
        RunResource.KIND,
        Environment.UNKNOWN,
        Optional.of(info.findText("user_id").orElse("")),
        Optional.of(Instant.ofEpochMilli(info.number("start_time", 0))));
  }

  private static Optional<String> value(List<Tag> tags, String key) {
    return tags.stream()
        .filter(tag -> tag.key().equals(key))
        .map(Tag::value)
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  private static List<Parameter> parameters(Message data) {
    return data.messages("params").stream()
        .map(one -> new Parameter(one.fullText("key"), one.findText("value").orElse("")))
        .toList();
  }

  private static DatasetInput dataset(Message asked) {
    Map<String, String> tags = new LinkedHashMap<>();
    asked
        .messages("tags")
        .forEach(tag -> tags.put(tag.fullText("key"), tag.findText("value").orElse("")));
    Message dataset = asked.message("dataset").orElseThrow(() -> Message.missing("dataset"));
    return new DatasetInput(
        new Dataset(
            dataset.fullText("name"),
            dataset.fullText("digest"),
            dataset.findText("source_type").orElse(""),
            dataset.findText("source").orElse(""),
            dataset.findText("schema"),
            dataset.findText("profile")),
        tags);
  }

  private static List<ModelUse> uses(Message asked, String name) {
    return asked.messages(name).stream()
        .map(
            one -> new ModelUse(new LoggedModelId(one.fullText("model_id")), one.number("step", 0)))
        .toList();
  }

  static LoggedModel model(Message model, Instant now) {
    Message info = model.message("info").orElseThrow(() -> Message.missing("info"));
    Message data = model.message("data").orElse(Message.of(Json.object()));
    LoggedModelId id = new LoggedModelId(info.fullText("model_id"));
    return new LoggedModel(
        id,
        ExperimentId.parse(info.fullText("experiment_id")),
        Optional.empty(),
        new LoggedModel.Draft(
            info.findText("name").orElse(""),
            info.findText("model_type").orElse(""),
            info.findText("source_run_id").filter(text -> !text.isEmpty()).map(RunId::new)),
        info.constant("status", LoggedModelResource.STATUSES).orElse(LoggedModel.Status.PENDING),
        new LoggedModel.Times(
            Instant.ofEpochMilli(info.number("creation_timestamp_ms")),
            Instant.ofEpochMilli(info.number("last_updated_timestamp_ms")),
            deleted(info, now)),
        parameters(data),
        Tags.of(info),
        data.messages("metrics").stream().map(one -> metric(id, one)).toList());
  }

  private static ModelMetric metric(LoggedModelId model, Message one) {
    return new ModelMetric(
        model,
        new RunId(one.fullText("run_id")),
        new Metric(
            one.fullText("key"),
            one.real("value"),
            Instant.ofEpochMilli(one.number("timestamp")),
            one.number("step", 0)),
        one.findText("dataset_name").orElse(""),
        one.findText("dataset_digest").orElse(""));
  }
}
