package dev.rondo.app;

import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.RondoCommand;
import dev.rondo.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// What the launcher runs once after a build, so that the start-up cache holds what a start needs.
@Command(name = "rehearse", hidden = true, description = "Run once, for the start-up cache.")
final class Rehearsal implements Callable<Integer> {
  @Mixin private final HomeOptions options = new HomeOptions();

  @Override
  public Integer call() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(nowhere, nowhere, true, Map.of());
    String home = options.home(Map.of()).toString();
    RondoCommand.build(terminal, List.of()).execute("help");
    RondoCommand.build(terminal, List.of()).execute("status", "--home", home);
    RondoCommand.build(terminal, List.of()).execute("runs", "list", "--json", "--port", "1");
    return 0;
  }
}
