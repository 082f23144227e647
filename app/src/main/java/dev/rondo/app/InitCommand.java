package dev.rondo.app;

import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.Terminal;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a project folder from an example.
@Command(
    name = "init",
    description = "Make a project folder to start from: a copy of an example, with its own name.")
final class InitCommand implements Callable<Integer> {
  @Mixin private final HomeOptions options = new HomeOptions();

  @Parameters(paramLabel = "FOLDER", description = "The new folder; its name is the project's.")
  private Path folder = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "EXAMPLE",
      defaultValue = "taxi-duration",
      description = "The example to copy (default: ${DEFAULT-VALUE}).")
  private String example = "";

  @Override
  public Integer call() {
    Path from = Examples.folder(example);
    Path target = folder.toAbsolutePath().normalize();
    if (Files.exists(target)) {
      throw Problem.of(
          ProblemCode.CONFLICT, "The folder '%s' exists already; name a new one.", target);
    }
    ProjectName name = new ProjectName(target.getFileName().toString());
    make(from, target, name);
    Terminal.system()
        .out()
        .println(
            "The project '%s' lies in %s. Next: git init, commit, and push it to a running server's /git/%s.git"
                .formatted(name, target, name));
    return 0;
  }

  private static void make(Path from, Path target, ProjectName name) {
    try {
      Examples.copy(from, target);
      Path file = target.resolve("project.yaml");
      Files.writeString(
          file, Files.readString(file).replaceFirst("(?m)^name:.*$", "name: " + name));
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST, "The folder '" + target + "' cannot be written: " + e, e);
    }
  }
}
