package dev.rondo.app.demo;

import dev.rondo.app.Server;
import dev.rondo.app.ServerOptions;
import dev.rondo.app.UpCommand;
import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.Terminal;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/// Runs the whole loop on taxi trips, and stays up.
@Command(
    name = "demo",
    description = "Start the platform, run the whole loop on taxi trips, stay up.")
public final class DemoCommand implements Callable<Integer> {
  @Mixin private final HomeOptions options = new HomeOptions();

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "A folder with monthly CSV files of real trips; without it trips are simulated.")
  private @Nullable Path data;

  @Option(names = "--no-browser", description = "Do not open the pages in a browser.")
  private boolean noBrowser;

  @Option(names = "--exit", description = "End when the replay has ended, instead of staying up.")
  private boolean exit;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    checkData();
    Terminal terminal = Terminal.system();
    Narrator narrator = new Narrator(options.isJson() ? terminal.err() : terminal.out(), terminal);
    try (Server server = Server.start(ServerOptions.of(options, terminal))) {
      narrator.say("Rondo is up at " + server.url());
      openBrowser(server.url());
      ObjectNode result = new Demo(server, narrator, Optional.ofNullable(data)).run();
      if (options.isJson()) {
        terminal.out().println(Json.write(result));
        terminal.out().flush();
      }
      if (!exit) {
        narrator.say("Staying up at " + server.url() + "; press Ctrl+C to end.");
        UpCommand.untilInterrupted(server);
      }
    }
    return 0;
  }

  /// Refuses a folder without trips before anything is started for it.
  private void checkData() {
    if (data == null) {
      return;
    }
    try {
      TripFiles.monthsOf(data);
    } catch (Problem e) {
      throw new ParameterException(spec.commandLine(), "--data: " + e.text(), e);
    }
  }

  /// Tries to open the pages where there is a desktop; that there is none is no mistake.
  private void openBrowser(String url) {
    if (noBrowser || System.getenv("DISPLAY") == null) {
      return;
    }
    try {
      new ProcessBuilder("xdg-open", url).start();
    } catch (IOException e) {
      System.getLogger(DemoCommand.class.getName())
          .log(System.Logger.Level.DEBUG, "No browser was opened.", e);
    }
  }
}
