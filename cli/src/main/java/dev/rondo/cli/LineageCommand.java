package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "lineage",
    description =
        "Trace a prediction or an asset back to its rows, code and decisions; or tell what was made"
            + " of an asset.",
    footer = {
      "",
      "Examples: rondo lineage 0198c1d2e3f4…",
      "          rondo lineage model-version trip-duration 3",
      "          rondo lineage snapshot trips 12 --downstream"
    })
final class LineageCommand extends ClientCommand {
  @Parameters(
      arity = "1..3",
      paramLabel = "ID | KIND NAME [VERSION]",
      description =
          "A prediction's request id, or an asset: its kind, such as model-version, its name,"
              + " and its version (default: the newest). Or 'run' and its id; 'parameter',"
              + " 'metric' or 'artifact', its name and its run.")
  private List<String> what = List.of();

  @Option(
      names = "--endpoint",
      paramLabel = "NAME",
      description = "The prediction's endpoint, when several know its id.")
  private String endpoint = "";

  @Option(names = "--downstream", description = "What was made of the asset, not of what.")
  private boolean isDownstream;

  @Override
  void run(Api api) {
    if (what.size() > 1 && !endpoint.isEmpty()) {
      throw Problem.invalid("--endpoint goes with a prediction's ID, not with an asset.");
    }
    if (what.size() == 1 && isDownstream) {
      throw Problem.invalid("--downstream goes with an asset: nothing is made of a prediction.");
    }
    JsonNode answer = api.get(inProject(api, "lineage") + "?" + query());
    if (isJson()) {
      showObject(answer);
    } else if (what.size() == 1) {
      showObject(chain(answer));
    } else {
      showAssets(answer);
    }
  }

  private void showAssets(JsonNode answer) {
    List<String> columns = List.of("kind", "name", "version", "maker", "run", "note");
    new Table(terminal(), columns, assets(answer)).write();
    if (!answer.path("complete").asBoolean(true)) {
      terminal().err().println("The lineage is longer than what is followed at once.");
    }
  }

  /// One line for each asset, with the run that made it.
  private static List<JsonNode> assets(JsonNode answer) {
    Map<String, String> names = new HashMap<>();
    for (JsonNode run : answer.path("runs")) {
      names.put(run.path("id").asString(), run.path("name").asString());
    }
    Map<JsonNode, String> makers = new HashMap<>();
    for (JsonNode edge : answer.path("edges")) {
      if (edge.path("role").asString().equals("output")) {
        makers.putIfAbsent(key(edge.path("asset")), edge.path("run").asString());
      }
    }
    List<JsonNode> lines = new ArrayList<>();
    for (JsonNode asset : answer.path("assets")) {
      String run = makers.getOrDefault(key(asset), "");
      String note = asset.path("gone").asString(asset.path("notRebuildable").asString(""));
      lines.add(
          key(asset).put("maker", names.getOrDefault(run, "")).put("run", run).put("note", note));
    }
    return lines;
  }

  private static ObjectNode key(JsonNode asset) {
    ObjectNode key = Json.object();
    for (String part : List.of("kind", "name", "version")) {
      key.put(part, asset.path(part).asString());
    }
    return key;
  }

  private String query() {
    List<String> query = new ArrayList<>();
    if (what.size() == 1) {
      query.add("prediction=" + Api.escape(what.getFirst()));
      if (!endpoint.isEmpty()) {
        query.add("endpoint=" + Api.escape(endpoint));
      }
    } else {
      List<String> names = List.of("kind", "name", "version");
      for (int i = 0; i < what.size(); i++) {
        query.add(names.get(i) + "=" + Api.escape(what.get(i)));
      }
      if (isDownstream) {
        query.add("direction=downstream");
      }
    }
    return String.join("&", query);
  }

  /// One line for each link, from the answer back to the code.
  private static ObjectNode chain(JsonNode origin) {
    ObjectNode chain = Json.object();
    chain.set("prediction", origin.path("prediction"));
    setInputs(chain, origin);
    if (!origin.path("deployment").isNull()) {
      chain.set("deployment", origin.path("deployment"));
    }
    chain.set("model version", digests(List.of(origin.path("modelVersion"))));
    chain.set("training run", origin.path("trainingRun"));
    if (!origin.path("trainingSet").isNull()) {
      chain.set("training set", digests(List.of(origin.path("trainingSet"))));
    }
    chain.set("snapshots", digests(origin.path("snapshots")));
    chain.set("source files", digests(origin.path("sourceFiles")));
    chain.set("commit", origin.path("commit"));
    if (!origin.path("notRebuildable").isMissingNode() && !origin.path("notRebuildable").isNull()) {
      chain.set("cannot be rebuilt", origin.path("notRebuildable"));
    }
    if (!origin.path("complete").asBoolean(true)) {
      chain.put("note", "The lineage is longer than what is followed at once.");
    }
    return chain;
  }

  /// What the model was given, and the rows behind it, as far as they are known.
  private static void setInputs(ObjectNode chain, JsonNode origin) {
    if (!origin.path("features").isEmpty()) {
      ObjectNode features = chain.putObject("features");
      for (JsonNode feature : origin.path("features")) {
        JsonNode value = feature.path("value");
        features.put(
            feature.path("name").asString(), value.isNumber() ? value.asString() : "missing");
      }
    }
    if (!origin.path("rows").isEmpty()) {
      ObjectNode rows = chain.putObject("rows behind them");
      origin.path("rows").forEach(one -> rows.put(one.path("view").asString(), rows(one)));
    }
  }

  /// Which rows, in words.
  private static String rows(JsonNode rows) {
    StringBuilder keys = new StringBuilder();
    rows.path("keys")
        .forEachEntry(
            (key, value) -> keys.append(", ").append(key).append(' ').append(value.asString()));
    return "%,d of %s@%s, from %s until before %s%s"
        .formatted(
            rows.path("count").asLong(),
            rows.at("/dataset/name").asString(),
            rows.at("/dataset/version").asString(),
            rows.path("from").asString(),
            rows.path("to").asString(),
            keys);
  }

  /// Each asset's name and version with its digest.
  private static ObjectNode digests(Iterable<JsonNode> assets) {
    ObjectNode digests = Json.object();
    for (JsonNode asset : assets) {
      digests.set(
          asset.path("name").asString() + "@" + asset.path("version").asString(),
          asset.path("digest"));
    }
    return digests;
  }
}
