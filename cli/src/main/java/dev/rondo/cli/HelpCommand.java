package dev.rondo.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "help", description = "Explain a command, or the topic exit-codes.")
final class HelpCommand implements Callable<Integer> {
  private static final String EXIT_CODES = "exit-codes";

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Such as: runs list.")
  private List<String> words = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = ((RondoCommand) spec.root().userObject()).terminal();
    if (words.equals(List.of(EXIT_CODES))) {
      for (ExitCode code : ExitCode.values()) {
        terminal.out().printf("%3d  %s%n", code.number(), code.meaning());
      }
    } else {
      find().usage(terminal.out(), spec.commandLine().getColorScheme());
    }
    return ExitCode.OK.number();
  }

  private CommandLine find() {
    CommandLine command = spec.root().commandLine();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new ParameterException(
            spec.commandLine(),
            "There is no command '%s'; there are %s and the topic %s."
                .formatted(String.join(" ", words), command.getSubcommands().keySet(), EXIT_CODES));
      }
      command = next;
    }
    return command;
  }
}
