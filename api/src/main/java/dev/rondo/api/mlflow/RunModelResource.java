package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.LoggedModelId;
import dev.rondo.ledger.ModelUse;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.Tag;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Which models a run has written: `runs/outputs`, and `runs/log-model` of clients of version 2.
final class RunModelResource {
  private static final String HISTORY = "mlflow.log-model.history";
  private static final List<String> FIELDS =
      List.of("artifact_path", "flavors", "utc_time_created", "run_id");

  private final Ledger ledger;

  RunModelResource(Ledger ledger) {
    this.ledger = ledger;
  }

  void routes(MlflowDeclarations routes) {
    routes
        .post("/mlflow/runs/outputs", "Note the models that a run wrote")
        .permission(Permission.WRITE_RUNS)
        .handle(this::outputs);
    routes
        .post("/mlflow/runs/log-model", "Note a model among a run's files")
        .permission(Permission.WRITE_RUNS)
        .handle(this::logModel);
  }

  private Response outputs(Request request) {
    Message asked = Message.ofBody(request);
    RunId run = RunIds.of(asked.fullText("run_id"));
    if (!asked.has("models")) {
      throw Message.missing("models");
    }
    List<ModelUse> models =
        asked.messages("models").stream()
            .map(one ->
                new ModelUse(new LoggedModelId(one.fullText("model_id")), one.number("step", 0)))
            .toList();
    ledger.models().addOutputs(request.caller(), run, models);
    return JsonAnswer.nothing();
  }

  private Response logModel(Request request) {
    Message asked = Message.ofBody(request);
    RunId run = RunIds.of(asked.fullText("run_id"));
    ObjectNode model = model(asked.fullText("model_json"));
    ledger.changeTag(request.caller(), run, HISTORY, history -> appended(history, model));
    return JsonAnswer.nothing();
  }

  private static ObjectNode model(String text) {
    JsonNode model = parsed(text);
    if (!(model instanceof ObjectNode object)) {
      throw Problem.invalid(
          "Malformed model info. '%s' is not a valid JSON object.", Texts.brief(text));
    }
    List<String> missing = FIELDS.stream().filter(field -> !object.has(field)).toList();
    if (!missing.isEmpty()) {
      throw Problem.invalid("Model json is missing mandatory fields: %s", missing);
    }
    return object;
  }

  private static JsonNode parsed(String text) {
    try {
      return Message.READER.readTree(text);
    } catch (JacksonException e) {
      return Json.MAPPER.missingNode();
    }
  }

  /// The newest as far as a tag holds them; of one that alone is too long, what names it.
  private static String appended(String history, ObjectNode model) {
    ArrayNode list =
        parsed(history) instanceof ArrayNode known ? known : Json.MAPPER.createArrayNode();
    list.add(Json.write(model).length() > Tag.LONGEST - 2 ? brief(model) : model);
    while (Json.write(list).length() > Tag.LONGEST && list.size() > 1) {
      list.remove(0);
    }
    return Json.write(list);
  }

  private static ObjectNode brief(ObjectNode model) {
    ObjectNode brief = Json.object();
    FIELDS.stream()
        .filter(field -> !field.equals("flavors"))
        .forEach(field -> brief.set(field, model.path(field)));
    ObjectNode flavors = brief.putObject("flavors");
    model.path("flavors").propertyNames().forEach(flavors::putObject);
    return brief;
  }
}
