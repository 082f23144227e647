package dev.rondo.delivery.repository;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.event.Events;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceivePack;

/// The source code repositories: one bare Git repository for each project, whose branch `main` is
/// what gets built. A push that moves `main` becomes the event `code.pushed`. Thread-safe.
///
/// The smart protocol is spoken on plain streams: whoever serves HTTP hands them over.
public final class Repositories {
  private final RepositoryFolder folder;
  private final PushLog log;
  private final RepositoryLimits limits;

  /// @param folder created when missing
  public Repositories(Path folder, Events events, Database database) {
    this(folder, events, database, RepositoryLimits.standard());
  }

  public Repositories(Path folder, Events events, Database database, RepositoryLimits limits) {
    ConfinedSystem.install();
    this.folder = new RepositoryFolder(folder);
    this.log = new PushLog(database, events);
    this.limits = limits;
  }

  /// Creates the project's repository, empty and with `main` as its branch; does nothing when it is
  /// there.
  public void create(Caller caller, ProjectName project) {
    caller.require(Permission.PUSH_CODE);
    own(caller, project);
    folder.create(project);
  }

  public boolean exists(Caller caller, ProjectName project) {
    caller.require(Permission.READ);
    return caller.project().equals(project) && folder.contains(project);
  }

  /// The newest commit of `main`; empty before the first push.
  public Optional<CommitId> head(Caller caller, ProjectName project) {
    caller.require(Permission.READ);
    return using(caller, project, RepositoryFolder::head);
  }

  /// The newest commits of `main`, newest first.
  ///
  /// @param limit 1 to 1,000
  public List<CodeCommit> commits(Caller caller, ProjectName project, int limit) {
    caller.require(Permission.READ);
    if (limit < 1 || limit > 1_000) {
      throw Problem.invalid("%d commits are asked for; ask for 1 to 1000.", limit);
    }
    return using(caller, project, repository -> history(repository, limit));
  }

  private static List<CodeCommit> history(Repository repository, int limit) throws IOException {
    List<CodeCommit> commits = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      ObjectId head = repository.resolve(PushRules.MAIN);
      if (head == null) {
        return commits;
      }
      walk.markStart(walk.parseCommit(head));
      for (RevCommit commit : walk) {
        commits.add(commit(commit));
        if (commits.size() == limit) {
          break;
        }
      }
    }
    return commits;
  }

  private static CodeCommit commit(RevCommit commit) {
    PersonIdent author = commit.getAuthorIdent();
    return new CodeCommit(
        new CommitId(commit.name()),
        author.getName() + " <" + author.getEmailAddress() + ">",
        author.getWhenAsInstant(),
        commit.getFullMessage(),
        Arrays.stream(commit.getParents()).map(parent -> new CommitId(parent.name())).toList());
  }

  /// The plain files of a commit by their paths, sorted. Links and submodules are left out.
  ///
  /// @throws Problem `too-large` beyond the limits
  public Map<String, byte[]> read(Caller caller, ProjectName project, CommitId commit) {
    caller.require(Permission.READ);
    return using(
        caller,
        project,
        repository -> {
          try (RevWalk walk = new RevWalk(repository)) {
            return new SourceTree(walk.getObjectReader(), limits)
                .read(walk.parseCommit(ObjectId.fromString(commit.value())));
          } catch (MissingObjectException
              | org.eclipse.jgit.errors.IncorrectObjectTypeException e) {
            throw Problem.notFound("There is no commit %s in project '%s'.", commit, project);
          }
        });
  }

  /// Publishes what a crash kept from being published: a push whose references had moved. It is
  /// told in the pusher's name, or, where that is not known, in the platform's.
  public void recover() {
    for (ProjectName project : folder.projects()) {
      Caller self = self(project);
      using(self, project, repository -> log.announce(self, repository));
    }
  }

  private static Caller self(ProjectName project) {
    return Caller.platform("repository", project);
  }

  /// Answers `GET info/refs?service=…`.
  ///
  /// @param service `git-upload-pack` (clone, fetch) or `git-receive-pack` (push)
  /// @param gitProtocol the header `Git-Protocol`
  public void advertise(
      Caller caller,
      ProjectName project,
      String service,
      Optional<String> gitProtocol,
      OutputStream out) {
    switch (service) {
      case "git-upload-pack" -> {
        caller.require(Permission.READ);
        using(caller, project, r -> GitProtocol.advertiseFetch(r, gitProtocol, out));
      }
      case "git-receive-pack" -> {
        caller.require(Permission.PUSH_CODE);
        using(caller, project, r -> GitProtocol.advertisePush(receiver(caller, r), out));
      }
      default ->
          throw Problem.invalid(
              "'%s' is not a Git service; git-upload-pack and git-receive-pack are.", service);
    }
  }

  /// Answers `POST git-upload-pack`: a clone or fetch.
  public void uploadPack(
      Caller caller,
      ProjectName project,
      Optional<String> gitProtocol,
      InputStream in,
      OutputStream out) {
    caller.require(Permission.READ);
    using(caller, project, r -> GitProtocol.fetch(r, gitProtocol, in, out));
  }

  /// Answers `POST git-receive-pack`: a push. What the rules refuse is told to the pusher in the
  /// protocol's own way and is no [Problem] here.
  public void receivePack(
      Caller caller,
      ProjectName project,
      Optional<String> gitProtocol,
      InputStream in,
      OutputStream out) {
    caller.require(Permission.PUSH_CODE);
    using(caller, project, r -> GitProtocol.push(receiver(caller, r), in, out));
  }

  private ReceivePack receiver(Caller caller, Repository repository) {
    ReceivePack push = GitProtocol.receiver(repository, limits);
    push.setRefLogIdent(PushLog.named(caller));
    push.setPreReceiveHook(new PushRules(limits));
    push.setPostReceiveHook((_, _) -> announce(self(caller.project()), push));
    return push;
  }

  /// The references have moved and stay so, whatever happens here; what fails is announced by the
  /// next push or the next start.
  private void announce(Caller self, ReceivePack push) {
    try {
      log.announce(self, push.getRepository())
          .ifPresent(head -> tell(push, "Rondo builds commit " + head.brief() + "."));
    } catch (Problem e) {
      System.getLogger(Repositories.class.getName())
          .log(System.Logger.Level.ERROR, "A push could not be announced.", e);
      tell(push, "The push is stored, but its build could not be started: " + e.text());
    }
  }

  /// Tells the pusher something at once.
  static void tell(ReceivePack push, String text) {
    push.sendMessage(text);
    try {
      push.getMessageOutputStream().flush();
    } catch (IOException e) {
      System.getLogger(Repositories.class.getName())
          .log(System.Logger.Level.DEBUG, "The pusher has gone.", e);
    }
  }

  private <T> T using(Caller caller, ProjectName project, GitWork<T> work) {
    own(caller, project);
    try (Repository repository = folder.open(project)) {
      return work.run(repository);
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INTERNAL,
          "The repository of project '" + project + "' failed: " + e.getMessage(),
          e);
    }
  }

  /// Another project's repository is not there for this caller.
  private static void own(Caller caller, ProjectName project) {
    if (!caller.project().equals(project)) {
      throw RepositoryFolder.missing(project);
    }
  }

  private interface GitWork<T> {
    T run(Repository repository) throws IOException;
  }
}
