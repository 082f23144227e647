package dev.rondo.api.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The machine's own `git`, in one working folder.
public final class Git {
  /// @param output both of its streams
  public record Outcome(int code, String output) {}

  private final Path folder;

  public Git(Path folder) {
    this.folder = folder;
  }

  /// Runs `git` with these arguments, away from the user's configuration.
  public Outcome run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_AUTHOR_NAME", "Ada",
                "GIT_AUTHOR_EMAIL", "ada@example.org",
                "GIT_COMMITTER_NAME", "Ada",
                "GIT_COMMITTER_EMAIL", "ada@example.org",
                "LC_ALL", "C",
                "no_proxy", "127.0.0.1,localhost"));
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes());
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs and fails unless git says 0.
  public String ok(String... arguments) {
    Outcome outcome = run(arguments);
    if (outcome.code() != 0) {
      throw new AssertionError("git " + String.join(" ", arguments) + ": " + outcome.output());
    }
    return outcome.output().strip();
  }

  /// Writes a file, commits everything, and returns the commit.
  public String commit(String path, byte[] content) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ok("add", "-A");
    ok("commit", "-q", "-m", "Change " + path);
    return ok("rev-parse", "HEAD");
  }
}
