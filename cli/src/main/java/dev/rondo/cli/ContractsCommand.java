package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "contracts",
    description = "Data contracts: their versions, what changes, and who agrees.",
    subcommands = {
      ContractsCommand.Listing.class,
      ContractsCommand.Show.class,
      ContractsCommand.Changes.class,
      ContractsCommand.Approve.class
    })
final class ContractsCommand extends Group {

  @Command(name = "list", description = "List the project's contracts.")
  static final class Listing extends ClientCommand {
    @Override
    void run(Api api) {
      showList(
          api.get(inProject(api, "contracts")),
          "name",
          "version",
          "published",
          "withdrawn",
          "proposed",
          "waiting");
    }
  }

  @Command(
      name = "show",
      description = "Show a contract: versions, proposal, producers, consumers, approvals.")
  static final class Show extends ClientCommand {
    @Parameters(index = "0", paramLabel = "CONTRACT", description = "The contract's id.")
    private String contract = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "VERSION",
        description = "Print this version's text instead.")
    private String version = "";

    @Override
    void run(Api api) {
      if (version.isEmpty()) {
        showObject(api.get(inProject(api, "contracts", contract)));
        return;
      }
      JsonNode found = api.get(inProject(api, "contracts", contract, "versions", version));
      if (isJson()) {
        showObject(found);
      } else {
        found.path("text").asString("").lines().map(Text::plain).forEach(terminal().out()::println);
      }
    }
  }

  @Command(
      name = "changes",
      description =
          "Tell what changes from one version to another, and whom it breaks (default: what is"
              + " proposed, else the newest version).")
  static final class Changes extends ClientCommand {
    @Parameters(index = "0", paramLabel = "CONTRACT", description = "The contract's id.")
    private String contract = "";

    @Parameters(
        index = "1..2",
        arity = "0..2",
        paramLabel = "FROM TO",
        description = "Two versions, published or proposed.")
    private List<String> versions = new ArrayList<>();

    @Override
    void run(Api api) {
      if (versions.size() == 1) {
        throw new ParameterException(spec().commandLine(), "Name two versions to compare, or none");
      }
      JsonNode changes = api.get(inProject(api, "contracts", contract, "changes") + query());
      if (isJson()) {
        showObject(changes);
        return;
      }
      terminal()
          .out()
          .printf(
              "%s %s -> %s, which needs %s or later%n",
              Text.plain(contract),
              Text.of(changes.path("from")),
              Text.of(changes.path("to")),
              Text.of(changes.path("needed")));
      changes
          .path("changes")
          .forEach(change ->
              terminal()
                  .out()
                  .println(
                      Text.of(change.path("needs")) + "\t" + Text.of(change.path("sentence"))));
    }

    private String query() {
      return versions.isEmpty()
          ? ""
          : "?from=" + Api.escape(versions.getFirst()) + "&to=" + Api.escape(versions.getLast());
    }
  }

  @Command(name = "approve", description = "Agree to a proposed version for its consumers.")
  static final class Approve extends ClientCommand {
    @Parameters(index = "0", paramLabel = "CONTRACT", description = "The contract's id.")
    private String contract = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "The proposed version.")
    private String version = "";

    @Option(
        names = "--consumer",
        required = true,
        paramLabel = "NAME",
        description = "For whom, such as model:duration; may be given several times.")
    private List<String> consumers = new ArrayList<>();

    @Option(
        names = "--comment",
        paramLabel = "TEXT",
        description = "What is to be remembered; it stands in the history.")
    private String comment = "";

    @Option(
        names = "--digest",
        paramLabel = "DIGEST",
        description = "Of what was read: refuse when something else is proposed by now.")
    private String digest = "";

    @Override
    void run(Api api) {
      List<JsonNode> given = new ArrayList<>();
      for (String consumer : consumers) {
        var body = Json.object().put("consumer", consumer).put("comment", comment);
        if (!digest.isEmpty()) {
          body.put("digest", digest);
        }
        given.add(
            api.post(
                inProject(api, "contracts", contract, "versions", version, "approvals"), body));
      }
      var answer = Json.object();
      answer.putArray("items").addAll(given);
      showList(answer, "version", "consumer", "user", "standing", "at", "comment");
    }
  }
}
