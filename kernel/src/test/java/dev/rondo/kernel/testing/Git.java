package dev.rondo.kernel.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The system's `git` in one work tree, apart from the settings of whoever runs the test.
public final class Git {
  private static final Redirect NOTHING = Redirect.from(Path.of("/dev/null").toFile());
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_TERMINAL_PROMPT", "0",
          "GIT_AUTHOR_NAME", "Ada",
          "GIT_AUTHOR_EMAIL", "ada@example.org",
          "GIT_COMMITTER_NAME", "Ada",
          "GIT_COMMITTER_EMAIL", "ada@example.org",
          "LC_ALL", "C",
          "no_proxy", "127.0.0.1,localhost");

  private final Path folder;

  /// @param folder that there is
  public Git(Path folder) {
    this.folder = folder;
  }

  /// How Git ended, and both of its streams.
  public record Outcome(int code, String output) {}

  /// A work tree on `main`, in a folder that may be new.
  public static Git init(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Git git = new Git(folder);
    git.ok("init", "-q", "-b", "main");
    return git;
  }

  public Git write(String path, String content) {
    return write(path, content.getBytes(StandardCharsets.UTF_8));
  }

  public Git write(String path, byte[] content) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /// Commits everything, also when nothing has changed, and returns the commit.
  public String commit(String message) {
    ok("add", "-A");
    ok("commit", "-q", "--allow-empty", "-m", message);
    return ok("rev-parse", "HEAD");
  }

  /// Makes a tree object of `ls-tree` lines in a file.
  public String makeTree(Path lines) {
    return succeeded(run(Redirect.from(lines.toFile()), "mktree"), "mktree");
  }

  public Outcome run(String... arguments) {
    return run(NOTHING, arguments);
  }

  /// Runs a command that must succeed.
  public String ok(String... arguments) {
    return succeeded(run(arguments), String.join(" ", arguments));
  }

  private static String succeeded(Outcome outcome, String command) {
    if (outcome.code() != 0) {
      throw new AssertionError("git " + command + ": " + outcome.output());
    }
    return outcome.output().strip();
  }

  private Outcome run(Redirect input, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(input);
    builder.environment().putAll(ENVIRONMENT);
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
