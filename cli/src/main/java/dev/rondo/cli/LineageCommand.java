package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "lineage",
    description = "Trace a prediction or an asset back to its data, code and decisions.",
    footer = {
      "",
      "Examples: rondo lineage 0198c1d2e3f4…",
      "          rondo lineage model-version trip-duration 3"
    })
final class LineageCommand extends ClientCommand {
  @Parameters(
      arity = "1..3",
      paramLabel = "ID | KIND NAME [VERSION]",
      description =
          "A prediction's request id, or an asset: its kind, such as model-version, its name,"
              + " and its version (default: the newest).")
  private List<String> what = List.of();

  @Option(
      names = "--endpoint",
      paramLabel = "NAME",
      description = "The prediction's endpoint, when several know its id.")
  private String endpoint = "";

  @Override
  void run(Api api) {
    if (what.size() > 1 && !endpoint.isEmpty()) {
      throw Problem.invalid("--endpoint goes with a prediction's ID, not with an asset.");
    }
    JsonNode answer = api.get(inProject(api, "lineage") + "?" + query());
    showObject(what.size() > 1 || isJson() ? answer : chain(answer));
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
    }
    return String.join("&", query);
  }

  /// One line for each link, from the answer back to the code.
  private static ObjectNode chain(JsonNode origin) {
    ObjectNode chain = Json.object();
    chain.set("prediction", origin.path("prediction"));
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
