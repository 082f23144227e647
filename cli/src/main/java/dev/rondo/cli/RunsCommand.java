package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "runs",
    description = "Runs: list, show, logs.",
    subcommands = {RunsCommand.Listing.class, RunsCommand.Show.class, RunsCommand.Logs.class})
final class RunsCommand extends Group {

  @Command(name = "list", description = "List the project's runs, newest first.")
  static final class Listing extends ClientCommand {
    @Mixin private final Paging paging = new Paging();

    @Override
    void run(Api api) {
      showList(
          api.get(inProject(api, "runs") + paging.query()),
          "id",
          "kind",
          "name",
          "status",
          "started",
          "ended");
    }
  }

  @Command(name = "show", description = "Show one run: parameters, metrics, inputs, outputs.")
  static final class Show extends ClientCommand {
    @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
    private String run = "";

    @Override
    void run(Api api) {
      showObject(api.get(inProject(api, "runs", run)));
    }
  }

  @Command(name = "logs", description = "Print what a run has logged.")
  static final class Logs extends ClientCommand {
    private static final List<String> FIELDS = List.of("time", "task", "level", "message");

    @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
    private String run = "";

    @Override
    void run(Api api) {
      String path = inProject(api, "runs", run, "logs");
      String next = "";
      do {
        JsonNode answer = api.get(next.isEmpty() ? path : path + "?after=" + Api.escape(next));
        print(answer);
        next = answer.path("next").asString("");
      } while (!next.isEmpty());
    }

    private void print(JsonNode answer) {
      for (JsonNode line : items(answer)) {
        terminal().out().println(isJson() ? Json.write(line) : text(line));
      }
    }

    private static String text(JsonNode line) {
      return FIELDS.stream()
          .map(field -> Text.of(line.path(field)))
          .filter(part -> !part.isEmpty())
          .collect(Collectors.joining("  "));
    }
  }
}
