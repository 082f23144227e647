package dev.rondo.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "why",
    description = "Say what changed upstream before a failure, the likeliest cause first.",
    footer = {
      "",
      "Examples: rondo why 0198c1d2e3f4…",
      "          rondo why trip-duration@3",
      "          rondo why trip-duration@2020-03-16"
    })
final class WhyCommand extends ClientCommand {
  @Parameters(
      index = "0",
      paramLabel = "RUN | CHECK | MODEL@VERSION | MONITOR@DAY",
      description =
          "A run's or a check's id; a model's version; or a monitor's window by its first day.")
  private String subject = "";

  @Override
  void run(Api api) {
    JsonNode answer = api.get(inProject(api, "causes") + "?of=" + Api.escape(subject));
    if (isJson()) {
      showObject(answer);
      return;
    }
    terminal().out().println(Text.plain(answer.path("failure").asString()));
    String good = answer.path("lastGoodRun").asString("");
    if (good.isEmpty()) {
      terminal().out().println("There is no earlier good one of its name to compare it with.");
      return;
    }
    List<JsonNode> causes = List.copyOf(answer.path("causes").valueStream().toList());
    terminal()
        .out()
        .println(
            "Compared with run %s of %s: %d changes upstream."
                .formatted(good, answer.path("lastGood").asString(), causes.size()));
    new Table(terminal(), List.of("weight", "kind", "name", "sentence"), causes).write();
  }
}
