package dev.rondo.cli;

import dev.rondo.cli.mlflow.ImportReport;
import dev.rondo.cli.mlflow.MlflowImport;
import dev.rondo.cli.mlflow.MlflowStore;
import dev.rondo.cli.mlflow.MlflowStores;
import dev.rondo.cli.mlflow.StoreCount;
import dev.rondo.cli.mlflow.Target;
import dev.rondo.kernel.json.Json;
import java.io.InputStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "import",
    description = "Bring what another tracking server has.",
    subcommands = ImportCommand.Mlflow.class)
final class ImportCommand extends Group {

  @Command(
      name = "mlflow",
      description = {
        "Bring an MLflow store into a project: experiments, runs, models, traces and their files.",
        "It can be repeated: what is here already is compared, what lacks or is new is brought."
      },
      footer = {
        "",
        "Example: rondo import mlflow mlruns",
        "         rondo import mlflow sqlite:///mlflow.db --artifacts mlartifacts",
        "         rondo import mlflow http://tracking.internal:5000 --dry-run",
        "Exits with 0 when all of it is here, with 1 when something is missing."
      })
  static final class Mlflow extends ClientCommand {
    @Parameters(
        index = "0",
        paramLabel = "SOURCE",
        description =
            "A tracking server's address, sqlite:///path or a .db file,"
                + " postgresql://user@host/database, or an mlruns folder.")
    private String source = "";

    @Option(
        names = "--artifacts",
        paramLabel = "PLACE",
        description =
            "A folder that holds the store's files, or the address of the server that hands them"
                + " out; may be repeated.")
    private List<String> artifacts = List.of();

    @Option(names = "--dry-run", description = "Only count what would be brought.")
    private boolean isDry;

    private final ImportReport report = new ImportReport();

    @Override
    boolean needsServer() {
      return !isDry;
    }

    @Override
    void runAlone() {
      try (MlflowStore store = open()) {
        new StoreCount(store, report).run();
      }
      show(List.of("kind", "source"));
    }

    @Override
    void run(Api api) {
      ProgressLine line = new ProgressLine(terminal());
      try (MlflowStore store = open()) {
        Target target = new ProjectTarget(api, projectQuery(api));
        new MlflowImport(store, target, report, what -> line.tell("Importing " + what)).run();
      } finally {
        line.end();
      }
      show(List.of("kind", "source", "here"));
    }

    private MlflowStore open() {
      return MlflowStores.open(source, artifacts, terminal().environment(), report);
    }

    @Override
    ExitCode exit() {
      boolean isFine = isDry ? report.missing().isEmpty() : report.isWhole();
      return isFine ? ExitCode.OK : ExitCode.FAILURE;
    }

    private void show(List<String> columns) {
      if (isJson()) {
        terminal().out().println(Json.write(json()));
        return;
      }
      List<JsonNode> rows =
          report.counts().stream().map(count -> (JsonNode) Json.tree(count)).toList();
      new Table(terminal(), columns, rows).write();
      report.notes().forEach(note -> terminal().err().println(Text.plain(note)));
      if (!report.missing().isEmpty()) {
        terminal().err().println("Not brought:");
      }
      report
          .missing()
          .forEach(one ->
              terminal()
                  .err()
                  .println(Text.plain("  " + one.kind() + " " + one.name() + ": " + one.reason())));
    }

    private ObjectNode json() {
      ObjectNode json = Json.object().put("source", source).put("complete", report.isWhole());
      report.counts().forEach(one -> json.withArray("counts").add(Json.tree(one)));
      json.putArray("missing");
      report.missing().forEach(one -> json.withArray("missing").add(Json.tree(one)));
      json.putArray("notes");
      report.notes().forEach(json.withArray("notes")::add);
      return json;
    }
  }

  /// The imports of a project.
  ///
  /// @param query that names it
  private record ProjectTarget(Api api, String query) implements Target {
    private String at(String path) {
      return (path.isEmpty() ? "imports" : "imports/" + path) + query;
    }

    @Override
    public JsonNode get(String path) {
      return api.get(at(path));
    }

    @Override
    public JsonNode post(String path, byte[] json) {
      return api.postJson(at(path), json);
    }

    @Override
    public JsonNode put(String path, InputStream content) {
      return api.put(at(path), content);
    }
  }
}
