package dev.rondo.delivery.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The system's `git` in one work tree, apart from the settings of whoever runs the test.
final class GitClient {
  private static final ProcessBuilder.Redirect NOTHING =
      ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile());

  private final Path folder;
  private ProcessBuilder.Redirect input = NOTHING;

  private GitClient(Path folder) {
    this.folder = folder;
  }

  /// A new work tree on `main`.
  static GitClient init(Path folder) {
    GitClient git = new GitClient(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    git.run("init", "-q", "-b", "main");
    return git;
  }

  /// What Git printed, and how it ended.
  record Answer(int code, String text) {}

  GitClient write(String path, String content) {
    try {
      Files.createDirectories(folder.resolve(path).getParent());
      Files.writeString(folder.resolve(path), content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return this;
  }

  /// Commits everything and returns the commit.
  CommitId commit(String message) {
    run("add", "-A");
    run("commit", "-q", "--allow-empty", "-m", message);
    return new CommitId(run("rev-parse", "HEAD").strip());
  }

  /// Runs a command that must succeed.
  String run(String... arguments) {
    Answer answer = attempt(arguments);
    if (answer.code() != 0) {
      throw new AssertionError("git " + List.of(arguments) + ": " + answer.text());
    }
    return answer.text();
  }

  /// Makes a tree object of `ls-tree` lines in a file.
  String makeTree(Path lines) {
    input = ProcessBuilder.Redirect.from(lines.toFile());
    try {
      return run("mktree").strip();
    } finally {
      input = NOTHING;
    }
  }

  Answer attempt(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(input);
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
                "no_proxy", "127.0.0.1"));
    try {
      Process process = builder.start();
      String text = new String(process.getInputStream().readAllBytes());
      return new Answer(process.waitFor(), text);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
