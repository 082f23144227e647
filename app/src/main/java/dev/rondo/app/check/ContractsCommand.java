package dev.rondo.app.check;

import dev.rondo.cli.Group;
import dev.rondo.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Contracts as files: they are drafted, compared and converted in this process, with no server.
@Command(name = "contracts", description = "Contracts: draft, propose, diff, convert.")
public final class ContractsCommand extends Group {
  private ContractsCommand() {}

  /// The group with its commands.
  public static CommandLine of(Terminal terminal) {
    return new CommandLine(new ContractsCommand())
        .addSubcommand(new DraftCommand(terminal))
        .addSubcommand(new ProposeCommand(terminal))
        .addSubcommand(new DiffCommand(terminal))
        .addSubcommand(new ConvertCommand(terminal));
  }
}
