package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `rondo` command: a thin client of a running server, and whatever commands the program adds.
@Command(
    name = "rondo",
    description = "Rondo: the MLOps loop, whole, in one process.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StatusCommand.class,
      PredictCommand.class,
      LineageCommand.class,
      WhyCommand.class,
      ReproduceCommand.class,
      EntitiesCommand.class,
      PipelinesCommand.class,
      RunsCommand.class,
      ModelsCommand.class,
      EndpointsCommand.class,
      ContractsCommand.class,
      BuildsCommand.class,
      QuarantineCommand.class,
      DocsCommand.class,
      CollectCommand.class,
      ImportCommand.class,
      UsersCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "rondo help COMMAND explains one; rondo help exit-codes tells what scripts can expect.",
      "./rondo test runs every test, ./rondo bench the benchmarks."
    })
public final class RondoCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private RondoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// The command tree on the process's own terminal.
  public static CommandLine build(List<Object> extra) {
    return build(Terminal.system(), extra);
  }

  /// The command tree.
  ///
  /// @param extra more commands, as picocli knows them by their annotations or made already; a
  ///   [Problem] that one throws is reported as every other. A noun that is here already gets the
  ///   verbs of its namesake
  public static CommandLine build(Terminal terminal, List<Object> extra) {
    CommandLine line = new CommandLine(new RondoCommand(terminal));
    extra.forEach(command ->
        add(line, command instanceof CommandLine made ? made : new CommandLine(command)));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.hasColours() ? Ansi.ON : Ansi.OFF));
    line.setOut(new PrintWriter(terminal.out(), true));
    line.setErr(new PrintWriter(terminal.err(), true));
    line.setParameterExceptionHandler((e, arguments) -> usage(terminal, e, arguments));
    line.setExecutionExceptionHandler((e, failed, _) -> failure(terminal, e, failed));
    return line;
  }

  private static void add(CommandLine line, CommandLine extra) {
    CommandLine known = line.getSubcommands().get(extra.getCommandName());
    if (known == null) {
      line.addSubcommand(extra);
    } else {
      extra.getSubcommands().forEach(known::addSubcommand);
    }
  }

  Terminal terminal() {
    return terminal;
  }

  /// Without a command, the help.
  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.out());
    return ExitCode.OK.number();
  }

  private static int usage(Terminal terminal, ParameterException e, String[] arguments) {
    String command = nameOf(e.getCommandLine());
    StringBuilder why = new StringBuilder(String.valueOf(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      String close = suggestions(unmatched);
      why.append(close.isEmpty() ? "." : "; did you mean " + close + "?");
    }
    boolean isJson = List.of(arguments).contains("--json");
    return new Failure(
            "usage",
            "The command line is wrong.",
            why.toString(),
            "See 'rondo help" + (command.isEmpty() ? "" : " " + command) + "'.",
            List.of(),
            ExitCode.USAGE)
        .report(terminal.err(), isJson);
  }

  /// Only what starts alike: picocli always suggests something.
  private static String suggestions(UnmatchedArgumentException e) {
    String wrong = e.getUnmatched().getFirst();
    return e.getSuggestions().stream()
        .filter(word -> !word.isEmpty() && wrong.startsWith(word.substring(0, 1)))
        .collect(Collectors.joining(" or "));
  }

  private static int failure(Terminal terminal, Exception e, CommandLine failed) {
    Problem problem =
        e instanceof Problem known
            ? known
            : Problem.wrap(ProblemCode.INTERNAL, "Something unforeseen happened: " + e, e);
    boolean isJson = failed.getParseResult().originalArgs().contains("--json");
    Failure failure = Failure.of(nameOf(failed), problem);
    if (failed.getCommand() instanceof OwnExits own) {
      failure = own.exit(problem.code()).map(failure::withExit).orElseGet(failure::inThisProcess);
    }
    return failure.report(terminal.err(), isJson);
  }

  /// Such as `runs list`; empty for the root.
  private static String nameOf(CommandLine line) {
    String name = line.getCommandSpec().qualifiedName(" ");
    return name.startsWith("rondo ") ? name.substring("rondo ".length()) : "";
  }
}
