package dev.rondo.app;

import dev.rondo.app.check.CheckCommand;
import dev.rondo.app.check.ContractsCommand;
import dev.rondo.app.check.ProfileCommand;
import dev.rondo.app.demo.DemoCommand;
import dev.rondo.cli.RondoCommand;
import dev.rondo.cli.Terminal;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The program's entry.
public final class Main {
  private static final Logger ROOT = Logger.getLogger("");

  private Main() {}

  public static void main(String[] arguments) {
    ROOT.setLevel(Level.WARNING);
    System.exit(
        RondoCommand.build(
                List.of(
                    new UpCommand(),
                    new InitCommand(),
                    new DemoCommand(),
                    new CheckCommand(Terminal.system()),
                    new ProfileCommand(Terminal.system()),
                    ContractsCommand.of(Terminal.system()),
                    new Rehearsal()))
            .execute(arguments));
  }
}
