package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "evaluate",
    description =
        "Make a version's evaluation again and compare, or evaluate it on other rows; ends with"
            + " code 6 when it comes out otherwise, or a gate fails.")
final class EvaluateCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String model = "";

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version.")
  private String version = "";

  @Option(
      names = "--on",
      paramLabel = "TRAINING_SET",
      description = "The version or digest of the training set whose held-out rows are judged on.")
  private String on = "";

  @Option(
      names = "--answers",
      paramLabel = "FILE",
      description = "A JSON file with what it answered elsewhere: task, dataset, labels, scores.")
  private Optional<Path> answers = Optional.empty();

  @Option(
      names = "--evaluation",
      paramLabel = "ID",
      description = "The evaluation to make again (default: the newest).")
  private String evaluation = "";

  @Override
  void run(Api api) {
    String root = inProject(api, "models", model, "versions", version, "evaluations");
    if (!on.isEmpty() && answers.isPresent()) {
      throw Problem.invalid("Give either --on or --answers.");
    }
    if (answers.isPresent()) {
      made(api.post(root + "/answers", Json.parse(TextFile.read(answers.get()))));
    } else if (!on.isEmpty()) {
      made(api.post(root, Json.object().put("trainingSet", on)));
    } else {
      verify(api, root);
    }
  }

  private void verify(Api api, String root) {
    JsonNode answer = api.post(root + "/verify", Json.object().put("evaluation", evaluation));
    show(answer, answer.path("report"));
    if (!answer.path("equal").asBoolean()) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "The evaluation comes out otherwise: %s was kept, and %s came out now.",
          digest(answer, "recorded"),
          digest(answer, "again"));
    }
    say("Equal: it came out again with the digest " + digest(answer, "again") + ".");
  }

  private void made(JsonNode answer) {
    show(answer, answer.path("report"));
    String reason = Text.plain(answer.path("evaluation").path("reason").asString(""));
    if (answer.path("evaluation").path("verdict").asString("").equals("not-better")) {
      throw Problem.of(ProblemCode.INVALID_DATA, "%s", reason);
    }
    say(reason);
  }

  private void say(String sentence) {
    if (!isJson()) {
      terminal().out().println(sentence);
    }
  }

  private static String digest(JsonNode answer, String name) {
    return Text.plain(answer.path(name).asString("")).substring(0, 12);
  }

  /// Every metric of all rows, then the first metric of every slice.
  private void show(JsonNode answer, JsonNode report) {
    if (isJson()) {
      showObject(answer);
      return;
    }
    ArrayNode rows = Json.array();
    JsonNode whole = report.path("whole");
    whole.path("figures").forEach(figure -> rows.add(row("all", whole, figure)));
    report
        .path("slices")
        .forEach(slice ->
            rows.add(
                row(
                    slice.path("column").asString() + " " + slice.path("label").asString(),
                    slice,
                    slice.path("figures").path(0))));
    new Table(
            terminal(),
            List.of("slice", "rows", "metric", "value", "low", "high", "baseline"),
            rows.valueStream().toList())
        .write();
  }

  private static ObjectNode row(String slice, JsonNode part, JsonNode figure) {
    String metric = figure.path("metric").asString("");
    ObjectNode row =
        Json.object()
            .put("slice", slice + (part.path("small").asBoolean() ? " (small)" : ""))
            .put("rows", part.path("rows").asInt())
            .put("metric", metric)
            .put("value", number(figure.path("value")));
    row.put("low", number(figure.path("interval").path("low")));
    row.put("high", number(figure.path("interval").path("high")));
    part.path("differences")
        .valueStream()
        .filter(one -> one.path("metric").asString("").equals(metric))
        .forEach(one -> row.put("baseline", number(one.path("baseline"))));
    return row;
  }

  private static String number(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : "";
  }
}
