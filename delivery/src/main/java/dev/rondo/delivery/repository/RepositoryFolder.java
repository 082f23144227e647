package dev.rondo.delivery.repository;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FileUtils;

/// The bare repositories on disk, `<project>.git` each. A repository appears whole or not at all.
final class RepositoryFolder {
  private static final String SUFFIX = ".git";
  private static final String UNFINISHED = "new-";

  private final Path root;

  RepositoryFolder(Path root) {
    this.root = root;
    try {
      Files.createDirectories(root);
      for (Path rest : list(UNFINISHED, "")) {
        delete(rest);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  boolean contains(ProjectName project) {
    return Files.isDirectory(path(project));
  }

  void create(ProjectName project) {
    if (contains(project)) {
      return;
    }
    try {
      Path fresh = Files.createTempDirectory(root, UNFINISHED);
      initialise(fresh);
      publish(fresh, project);
    } catch (IOException | GitAPIException e) {
      throw failed(e);
    }
  }

  private static void initialise(Path folder) throws IOException, GitAPIException {
    try (Git git =
        Git.init().setGitDir(folder.toFile()).setBare(true).setInitialBranch("main").call()) {
      var config = git.getRepository().getConfig();
      config.setBoolean("core", null, "logAllRefUpdates", true);
      config.save();
    }
  }

  /// Of two that create the same repository at once, one wins and the other finds it there.
  private void publish(Path fresh, ProjectName project) throws IOException {
    try {
      Files.move(fresh, path(project), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(fresh);
      if (!contains(project)) {
        throw e;
      }
    }
  }

  Repository open(ProjectName project) throws IOException {
    if (!contains(project)) {
      throw missing(project);
    }
    return new FileRepositoryBuilder()
        .setGitDir(path(project).toFile())
        .setBare()
        .setMustExist(true)
        .build();
  }

  static Optional<CommitId> head(Repository repository) throws IOException {
    return Optional.ofNullable(repository.resolve(PushRules.MAIN))
        .map(ObjectId::name)
        .map(CommitId::new);
  }

  /// Every project that has a repository, by name.
  List<ProjectName> projects() {
    try {
      return list("", SUFFIX).stream()
          .map(path -> path.getFileName().toString())
          .map(name -> new ProjectName(name.substring(0, name.length() - SUFFIX.length())))
          .toList();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private List<Path> list(String prefix, String suffix) throws IOException {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(path -> path.getFileName().toString().startsWith(prefix))
          .filter(path -> path.getFileName().toString().endsWith(suffix))
          .sorted()
          .toList();
    }
  }

  private Path path(ProjectName project) {
    return root.resolve(project.value() + SUFFIX);
  }

  private static void delete(Path folder) throws IOException {
    FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
  }

  static Problem missing(ProjectName project) {
    return Problem.notFound("There is no repository of project '%s'.", project);
  }

  private static Problem failed(Exception e) {
    return Problem.wrap(
        ProblemCode.INTERNAL, "A repository could not be prepared: " + e.getMessage(), e);
  }
}
