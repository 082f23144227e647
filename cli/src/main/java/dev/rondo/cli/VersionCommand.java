package dev.rondo.cli;

import dev.rondo.kernel.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Show the version. The launcher answers this by itself.")
final class VersionCommand implements Callable<Integer> {
  @Mixin private final HomeOptions options = new HomeOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = ((RondoCommand) spec.root().userObject()).terminal();
    String version = System.getProperty("rondo.version", "unknown");
    terminal
        .out()
        .println(
            options.isJson()
                ? Json.write(Json.object().put("version", version))
                : "rondo " + version);
    return ExitCode.OK.number();
  }
}
