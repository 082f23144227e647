package dev.rondo.app.check;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.OwnExits;
import dev.rondo.cli.Terminal;
import dev.rondo.data.source.RowSource;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.suite.JunitXml;
import dev.rondo.quality.suite.Suite;
import dev.rondo.quality.suite.SuiteResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Checks data by a suite or a contract, in this process: no server and no home are needed.
@Command(
    name = "check",
    description = "Check data by a suite of expectations, or by a data contract.",
    footer = {
      "",
      "FILE may be a glob, a folder, https://…, postgresql://user@host/db?table=…, or a snapshot",
      "such as trips@12. A contract of a project is read with the project's source for it.",
      "",
      "Ends with 0 when nothing critical failed, 6 when something did, 2 for a bad suite.",
      "",
      "Example: rondo check orders.csv --suite orders.yaml"
    })
public final class CheckCommand implements Callable<Integer>, OwnExits {
  @Mixin private final HomeOptions options = new HomeOptions();
  @Mixin private final SourceFlags flags = new SourceFlags();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Where the rows are.")
  private List<String> locations = List.of();

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      description = "The suite's file: YAML, or JSON of Great Expectations.")
  private @Nullable Path suite;

  @Option(names = "--contract", paramLabel = "CONTRACT", description = "The contract's file.")
  private @Nullable Path contract;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description = "A project's source, which says how rows are read and what is computed.")
  private @Nullable Path source;

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description = "A parameter of the suite; may be repeated.")
  private List<String> parameters = List.of();

  @Option(
      names = "--result-format",
      paramLabel = "FORMAT",
      description = "boolean-only, basic, summary or complete (default: the suite's, or summary).")
  private @Nullable String format;

  @Option(
      names = "--examples",
      paramLabel = "N",
      description = "How many bad values are named at most (default: 20).")
  private @Nullable Integer examples;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit XML as well.")
  private @Nullable Path junit;

  @Option(
      names = "--docs",
      paramLabel = "DIR",
      description = "Add the result and a profile to the pages about data in a folder.")
  private @Nullable Path docs;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "What the pages call the data (default: the contract's table, or the file).")
  private String dataset = "";

  @Option(names = "--explain", description = "Show the statements that were run and their times.")
  private boolean explain;

  @Option(
      names = "--project",
      paramLabel = "NAME",
      description = "The project of a snapshot (default: the only one).")
  private String project = "";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private final Terminal terminal;

  public CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Here a file that is wrong is the user's suite or contract, and not the data.
  @Override
  public Optional<ExitCode> exit(ProblemCode problem) {
    return switch (problem) {
      case INVALID_FILE, INVALID_REQUEST -> Optional.of(ExitCode.USAGE);
      default -> Optional.empty();
    };
  }

  @Override
  public Integer call() {
    Expected expected = expected();
    RowSource rows = RowSource.parse(locations, flags.options());
    SnapshotHome home = SnapshotHome.of(rows, options.home(terminal.environment()), project);
    try (LocalSession session = LocalSession.open(terminal, rows, home)) {
      Check check = new Check(session, rows, expected, terminal);
      check.run();
      write(check);
      if (docs != null) {
        new CheckDocs(session.sql(), check, expected, dataset).add(docs);
      }
      return (check.isPassed() ? ExitCode.OK : ExitCode.CHECK_FAILED).number();
    }
  }

  private Expected expected() {
    Optional<ProjectFiles.Found> found =
        source != null
            ? Optional.of(ProjectFiles.source(source))
            : Optional.ofNullable(contract).flatMap(ProjectFiles::sourceOf);
    Expected expected =
        new Expected(
            Optional.ofNullable(suite).map(this::suite),
            parameters(),
            contract != null
                ? Optional.of(ProjectFiles.contract(contract))
                : suite == null ? found.map(ProjectFiles.Found::contract) : Optional.empty(),
            found.map(ProjectFiles.Found::source));
    if (expected.suite().isEmpty() && expected.contract().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Say what is expected, with --suite or --contract.");
    }
    if (junit != null && expected.suite().isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--junit tells of a suite; name one.");
    }
    found
        .filter(_ -> source == null)
        .ifPresent(one ->
            terminal
                .err()
                .println("Rows are read as the project's source says: " + one.file() + "."));
    return expected;
  }

  private Suite suite(Path file) {
    Suite parsed = Suite.parse(file.toString(), ProjectFiles.text(file));
    ResultFormat wanted = parsed.format().orElse(ResultFormat.of(ResultFormat.Level.SUMMARY));
    ResultFormat.Level level =
        format == null
            ? wanted.level()
            : SourceFlags.choice("--result-format", format, ResultFormat.Level.class);
    int most = examples == null ? wanted.examples() : examples;
    return new Suite(
        parsed.name(),
        parsed.expectations(),
        parsed.parameters(),
        Optional.of(
            new ResultFormat(
                level, most, wanted.rows(), wanted.keys(), wanted.query(), wanted.values())),
        parsed.about());
  }

  /// A value that is JSON is taken as such, any other as text.
  private Map<String, JsonNode> parameters() {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (String pair : parameters) {
      int split = pair.indexOf('=');
      if (split < 1) {
        throw Problem.invalid("--parameter is '%s', but NAME=VALUE is needed.", pair);
      }
      values.put(pair.substring(0, split), value(pair.substring(split + 1)));
    }
    return values;
  }

  private static JsonNode value(String text) {
    try {
      return Json.parse(text);
    } catch (Problem e) {
      return JsonNodeFactory.instance.stringNode(text);
    }
  }

  private void write(Check check) {
    if (options.isJson()) {
      terminal.out().println(Json.write(json(check)));
    } else {
      check.write();
      if (explain) {
        check.suiteResult().ifPresent(result -> new SuiteReport(terminal, result).writePlan());
      }
    }
    if (junit != null) {
      check.suiteResult().ifPresent(result -> keep(JunitXml.write(result)));
    }
  }

  private void keep(String xml) {
    try {
      Files.writeString(java.util.Objects.requireNonNull(junit), xml);
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INTERNAL, "'" + junit + "' cannot be written: " + e.getMessage(), e);
    }
  }

  private ObjectNode json(Check check) {
    ObjectNode json = Json.object().put("passed", check.isPassed());
    check.places().forEach(json.putArray("sources")::add);
    json.put("bad_rows", check.badRows());
    check.suiteResult().ifPresent(result -> json.set("suite", SuiteResultJson.write(result)));
    check.contractReport().ifPresent(report -> json.set("contract", report.json()));
    if (explain) {
      check
          .suiteResult()
          .ifPresent(result ->
              new SuiteReport(terminal, result).passes().forEach(json.putArray("passes")::add));
    }
    return json;
  }
}
