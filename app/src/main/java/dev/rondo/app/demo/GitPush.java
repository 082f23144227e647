package dev.rondo.app.demo;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Commits a folder and pushes it with the system's git, as a person would. The author and the date
/// are fixed, so that the same files are the same commit everywhere.
public final class GitPush {
  private static final Map<String, String> IDENTITY =
      Map.of(
          "GIT_AUTHOR_NAME", "Rondo demo",
          "GIT_AUTHOR_EMAIL", "demo@rondo.invalid",
          "GIT_COMMITTER_NAME", "Rondo demo",
          "GIT_COMMITTER_EMAIL", "demo@rondo.invalid",
          "GIT_AUTHOR_DATE", "2018-01-01T00:00:00Z",
          "GIT_COMMITTER_DATE", "2018-01-01T00:00:00Z",
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_TERMINAL_PROMPT", "0");

  private final Path folder;

  public GitPush(Path folder) {
    this.folder = folder;
  }

  /// Commits everything and pushes it to `main`.
  ///
  /// @return the commit
  public String push(String url) {
    git("init", "--quiet", "--initial-branch=main");
    git("add", "--all");
    git("commit", "--quiet", "--message=The taxi demo");
    git("push", "--quiet", url, "main");
    return git("rev-parse", "HEAD").strip();
  }

  private String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(IDENTITY);
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw Problem.of(
            ProblemCode.INVALID_REQUEST,
            "git %s failed: %s",
            String.join(" ", arguments),
            output.strip());
      }
      return output;
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.UNAVAILABLE,
          "The demo pushes its project with git, which cannot be started; install git.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "git was interrupted.", e);
    }
  }
}
