package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "quarantine",
    description = "Rows that broke their contract: list, export, reingest, retry, discard.",
    subcommands = {
      QuarantineCommand.Listing.class,
      QuarantineCommand.Export.class,
      QuarantineCommand.Reingest.class,
      QuarantineCommand.Retry.class,
      QuarantineCommand.Discard.class
    })
final class QuarantineCommand extends Group {

  /// What all of them name.
  abstract static class OfDataset extends ClientCommand {
    @Parameters(index = "0", paramLabel = "DATASET", description = "The data set's name.")
    private String dataset = "";

    final String path(Api api, String... parts) {
      String root = inProject(api, "datasets", dataset, "quarantine");
      return parts.length == 0 ? root : root + "/" + Api.path(parts);
    }
  }

  @Command(name = "list", description = "List quarantined rows with the rules that they break.")
  static final class Listing extends OfDataset {
    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "What became of them: open, reingested, discarded (default: open).")
    private String state = "open";

    @Mixin private final Paging paging = new Paging();

    @Override
    void run(Api api) {
      String query = paging.query() + "&state=" + Api.escape(state);
      showList(
          api.get(path(api, "entries") + query),
          "id",
          "state",
          "batch",
          "broken",
          "resolution.snapshot",
          "resolution.user",
          "resolution.reason",
          "content");
    }
  }

  @Command(name = "export", description = "Write the open rows as CSV, to be corrected.")
  static final class Export extends OfDataset {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "Where to (default: standard output).")
    private @Nullable Path output;

    @Override
    void run(Api api) {
      String csv = api.text(path(api, "export"));
      if (output == null) {
        terminal().out().print(csv);
        terminal().out().flush();
        return;
      }
      try {
        Files.writeString(output, csv);
      } catch (IOException e) {
        throw Problem.wrap(
            ProblemCode.INVALID_REQUEST,
            "'" + output + "' cannot be written: " + e.getMessage(),
            e);
      }
    }
  }

  @Command(
      name = "reingest",
      description = "Ingest corrected rows: those that keep the contract now are accepted.")
  static final class Reingest extends OfDataset {
    @Parameters(
        index = "1",
        paramLabel = "FILE",
        description = "What export wrote, corrected; quarantine_id and corrected columns suffice.")
    private Path file = Path.of("");

    @Override
    void run(Api api) {
      byte[] content;
      try {
        content = Files.readAllBytes(file);
      } catch (IOException e) {
        throw Problem.wrap(
            ProblemCode.INVALID_REQUEST, "'" + file + "' cannot be read: " + e.getMessage(), e);
      }
      showObject(api.post(path(api, "reingest"), content));
    }
  }

  @Command(name = "retry", description = "Judge the open rows anew by the contract as it is now.")
  static final class Retry extends OfDataset {
    @Override
    void run(Api api) {
      showObject(api.post(path(api, "retry"), Json.object()));
    }
  }

  @Command(name = "discard", description = "Give rows up; they stay in quarantine with the reason.")
  static final class Discard extends OfDataset {
    @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID", description = "The rows' ids.")
    private List<String> ids = List.of();

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why; it stays with the rows.")
    private String reason = "";

    @Override
    void run(Api api) {
      ObjectNode body = Json.object().put("reason", reason);
      ArrayNode named = body.putArray("ids");
      ids.forEach(named::add);
      JsonNode answer = api.post(path(api, "discard"), body);
      showObject(answer);
    }
  }
}
