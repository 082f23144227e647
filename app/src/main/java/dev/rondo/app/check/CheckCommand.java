package dev.rondo.app.check;

import dev.rondo.api.openlineage.OpenLineageOptions;
import dev.rondo.app.Server;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.Terminal;
import dev.rondo.data.source.RowSource;
import dev.rondo.data.source.SourceOptions;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.check.CheckResult;
import dev.rondo.quality.check.DataCheck;
import dev.rondo.quality.check.Expected;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
public final class CheckCommand implements Callable<Integer>, TakesFiles {
  @Mixin private final HomeOptions options = new HomeOptions();
  @Mixin private final SourceFlags flags = new SourceFlags();
  @Mixin private final BesideFlags beside = new BesideFlags();

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
      names = "--table",
      paramLabel = "NAME=FILE",
      description = "Another table that rules may refer to; may be repeated.")
  private List<String> tables = List.of();

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
      names = "--openlineage",
      paramLabel = "FILE",
      description = "Append the check as OpenLineage events, one a line.")
  private @Nullable Path lineage;

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

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private final Terminal terminal;

  public CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Optional<ProjectFiles.Found> found = found();
    Expected expected = expected(found);
    RowSource rows = RowSource.parse(locations, flags.options());
    Map<String, RowSource> others = tables();
    List<RowSource> all = new ArrayList<>(others.values());
    all.addFirst(rows);
    Path home = options.home(terminal.environment());
    try (Workplace work = Workplace.open(terminal, all, home, flags.project())) {
      DataCheck check = DataCheck.of(rows).readBy(work.reader()).on(work.engine());
      for (var other : others.entrySet()) {
        check = check.table(other.getKey(), other.getValue());
      }
      if (found.isPresent()) {
        check = check.loadedBy(found.get().loader(rows, work.progress()));
      }
      Optional<LineageFile> events = lineageFile();
      if (docs != null) {
        check = check.profiled();
      }
      CheckResult result = beside.told(check).against(expected);
      write(result);
      if (docs != null) {
        new CheckDocs(result, expected, dataset).add(docs);
      }
      events.ifPresent(file -> file.append(rows, result.found(), Server.version()));
      return (result.isPassed() ? ExitCode.OK : ExitCode.CHECK_FAILED).number();
    }
  }

  /// It notes when the check began.
  private Optional<LineageFile> lineageFile() {
    return Optional.ofNullable(lineage)
        .map(file ->
            new LineageFile(
                file, OpenLineageOptions.of(terminal.environment()).namespace(flags.project())));
  }

  /// The project's source that says how rows are read, when there is one.
  private Optional<ProjectFiles.Found> found() {
    if (source != null) {
      return Optional.of(ProjectFiles.source(source));
    }
    Optional<ProjectFiles.Found> found =
        Optional.ofNullable(contract).flatMap(ProjectFiles::sourceOf);
    found.ifPresent(one ->
        terminal.err().println("Rows are read as the project's source says: " + one.file() + "."));
    return found;
  }

  private Expected expected(Optional<ProjectFiles.Found> found) {
    Expected expected = Expected.NOTHING;
    if (suite != null) {
      expected =
          expected.with(suite(suite)).with(pairs("--parameter", parameters, CheckCommand::value));
    }
    if (contract != null) {
      expected = expected.with(ProjectFiles.contract(contract));
    } else if (suite == null && found.isPresent()) {
      expected = expected.with(found.get().contract());
    }
    if (expected.isNothing()) {
      throw new ParameterException(
          spec.commandLine(), "Say what is expected, with --suite or --contract.");
    }
    return expected;
  }

  private Suite suite(Path file) {
    Suite parsed = Suite.parse(file.toString(), Expected.text(file));
    ResultFormat wanted = parsed.format().orElse(ResultFormat.of(ResultFormat.Level.SUMMARY));
    ResultFormat.Level level =
        format == null
            ? wanted.level()
            : SourceFlags.choice("--result-format", format, ResultFormat.Level.class);
    int most = examples == null ? wanted.examples() : examples;
    return parsed.with(
        new ResultFormat(
            level, most, wanted.rows(), wanted.keys(), wanted.query(), wanted.values()));
  }

  private Map<String, RowSource> tables() {
    return pairs("--table", tables, place -> RowSource.parse(List.of(place), SourceOptions.USUAL));
  }

  /// What stands as `NAME=VALUE`.
  private static <T> Map<String, T> pairs(
      String option, List<String> pairs, Function<String, T> read) {
    Map<String, T> values = new LinkedHashMap<>();
    for (String pair : pairs) {
      int split = pair.indexOf('=');
      if (split < 1) {
        throw Problem.invalid("%s is '%s', but NAME=VALUE is needed.", option, pair);
      }
      values.put(pair.substring(0, split), read.apply(pair.substring(split + 1)));
    }
    return values;
  }

  /// A value that is JSON is taken as such, any other as text.
  private static JsonNode value(String text) {
    try {
      return Json.parse(text);
    } catch (Problem e) {
      return JsonNodeFactory.instance.stringNode(text);
    }
  }

  private void write(CheckResult result) {
    CheckReport report = new CheckReport(terminal, result);
    if (options.isJson()) {
      terminal.out().println(Json.write(explain ? report.jsonWithPlan() : report.json()));
    } else {
      report.write();
      if (explain) {
        report.writePlan();
      }
    }
    if (junit != null) {
      keep(junit, result.junit());
    }
  }

  private static void keep(Path file, String xml) {
    try {
      Files.writeString(file, xml);
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INTERNAL, "'" + file + "' cannot be written: " + e.getMessage(), e);
    }
  }
}
