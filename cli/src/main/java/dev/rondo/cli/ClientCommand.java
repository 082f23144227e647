package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the commands that talk to a server share.
abstract class ClientCommand implements Callable<Integer> {
  @Mixin private final HomeOptions options = new HomeOptions();

  @Option(
      names = "--project",
      paramLabel = "NAME",
      description = "The project (default: the only one).")
  private String project = "";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  /// Does the command's work.
  abstract void run(Api api);

  @Override
  public final Integer call() {
    if (needsServer()) {
      run(new Api(ServerAddress.find(options, terminal().environment())));
    } else {
      runAlone();
    }
    return exit().number();
  }

  boolean needsServer() {
    return true;
  }

  /// Does the work of a command that needs no server as it was called.
  void runAlone() {}

  /// How the command that has run has ended.
  ExitCode exit() {
    return ExitCode.OK;
  }

  final CommandSpec spec() {
    return spec;
  }

  final Terminal terminal() {
    return ((RondoCommand) spec.root().userObject()).terminal();
  }

  /// `projects/NAME/` and the parts, escaped.
  final String inProject(Api api, String... parts) {
    return Api.path("projects", project(api)) + "/" + Api.path(parts);
  }

  /// `?project=NAME`; empty while the server has no project, since it then has one without a name.
  final String projectQuery(Api api) {
    boolean hasProjects = !items(api.get("projects")).isEmpty();
    return hasProjects ? "?project=" + Api.escape(project(api)) : "";
  }

  /// The project that is named, else the server's only one.
  final String project(Api api) {
    if (project.isEmpty()) {
      project = terminal().variable("RONDO_PROJECT");
    }
    if (project.isEmpty()) {
      project = onlyProject(items(api.get("projects")));
    }
    return project;
  }

  private static String onlyProject(List<JsonNode> projects) {
    if (projects.size() != 1) {
      throw Problem.invalid(
          "The server has %d projects %s; name one with --project.",
          projects.size(), projects.stream().map(p -> p.path("name").asString()).toList());
    }
    return projects.getFirst().path("name").asString();
  }

  static List<JsonNode> items(JsonNode answer) {
    List<JsonNode> items = new ArrayList<>();
    answer.path("items").forEach(items::add);
    return items;
  }

  /// Writes a list that came as `items`, and how to see what follows.
  final void showList(JsonNode answer, String... columns) {
    List<JsonNode> items = items(answer);
    if (options.isJson()) {
      items.forEach(item -> terminal().out().println(Json.write(item)));
    } else {
      new Table(terminal(), List.of(columns), items).write();
    }
    String next = answer.path("next").asString("");
    if (!next.isEmpty() && terminal().isInteractive()) {
      terminal().err().println("There is more: add --after " + Text.plain(next));
    }
  }

  final void showObject(JsonNode answer) {
    if (options.isJson()) {
      terminal().out().println(Json.write(answer));
    } else {
      new Outline(terminal()).write(answer);
    }
  }

  final boolean isJson() {
    return options.isJson();
  }

  /// `name=value` pairs as an object; a value that is JSON is taken as such, any other as text.
  static ObjectNode object(List<String> pairs) {
    ObjectNode object = Json.object();
    for (String pair : pairs) {
      int split = pair.indexOf('=');
      if (split < 1) {
        throw Problem.invalid("'%s' is not of the form name=value.", pair);
      }
      object.set(pair.substring(0, split), value(pair.substring(split + 1)));
    }
    return object;
  }

  private static JsonNode value(String text) {
    try {
      return Json.parse(text);
    } catch (Problem e) {
      return tools.jackson.databind.node.JsonNodeFactory.instance.stringNode(text);
    }
  }
}
