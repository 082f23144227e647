package dev.rondo.app;

import dev.rondo.app.check.CheckCommand;
import dev.rondo.app.check.ProfileCommand;
import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.RondoCommand;
import dev.rondo.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// What the launcher runs once after a build, so that the start-up cache holds what a start needs:
/// the commands, and a server that answers its first pages. It ends by itself, whatever happens.
@Command(name = "rehearse", hidden = true, description = "Run once, for the start-up cache.")
final class Rehearsal implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final List<String> PAGES =
      List.of("/", "/api/v1/status", "/api/v1/projects", "/runs", "/models");

  private static final String ROWS = "id,amount,day,name\n1,1.5,2020-01-01,a\n2,-2,2020-01-02,b\n";
  private static final String SUITE =
      """
      suite: rehearsal
      expect:
        - table_row_count_to_be_between: {min: 1}
      columns:
        id: [be_unique, not_be_null]
        amount:
          - be_between: {min: 0, max: 10}
          - mean_to_be_between: {min: 0, max: 10, severity: warning}
        name:
          - be_in_set: [a, b]
          - match_regex: {regex: "[a-z]"}
      """;

  @Mixin private final HomeOptions options = new HomeOptions();

  @Override
  public Integer call() throws IOException {
    endAfter(LONGEST);
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(nowhere, nowhere, true, Map.of());
    String home = options.home(Map.of()).toString();
    RondoCommand.build(terminal, List.of()).execute("help");
    checkData(terminal, options.home(Map.of()).resolveSibling("data"));
    try (Server server = Server.start(new ServerOptions(options.home(Map.of()), 0))) {
      for (String page : PAGES) {
        visit(server.url() + page);
      }
      RondoCommand.build(terminal, List.of()).execute("status", "--home", home);
    }
    return 0;
  }

  /// A check and a profile of a few rows.
  private static void checkData(Terminal terminal, Path folder) throws IOException {
    Files.createDirectories(folder);
    String rows = Files.writeString(folder.resolve("rows.csv"), ROWS).toString();
    String suite = Files.writeString(folder.resolve("suite.yaml"), SUITE).toString();
    List<Object> commands = List.of(new CheckCommand(terminal), new ProfileCommand(terminal));
    RondoCommand.build(terminal, commands).execute("check", rows, "--suite", suite, "--explain");
    RondoCommand.build(terminal, commands).execute("profile", rows);
  }

  private static void visit(String url) throws IOException {
    try (InputStream in = URI.create(url).toURL().openStream()) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (FileNotFoundException e) {
      System.getLogger(Rehearsal.class.getName())
          .log(System.Logger.Level.DEBUG, "There is no page " + url, e);
    }
  }

  private static void endAfter(Duration time) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          LockSupport.parkNanos(time.toNanos());
          Runtime.getRuntime().halt(1);
        });
  }
}
