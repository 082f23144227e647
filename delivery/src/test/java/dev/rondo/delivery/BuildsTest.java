package dev.rondo.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.delivery.repository.CommitId;
import dev.rondo.delivery.repository.Repositories;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.kernel.testing.Wait;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildsTest {
  private static final ProjectName PROJECT = Callers.ALL.project();
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final IdSource ids = new IdSource(clock, new Random(1));
  private Database database;
  private Events events;
  private BlobStore blobs;
  private Repositories repositories;
  private Builds builds;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    blobs = new BlobStore(folder.resolve("blobs"));
    repositories = new Repositories(folder.resolve("git"), events, database);
    repositories.create(Callers.ALL, PROJECT);
    builds = builds(List.of());
  }

  @AfterEach
  void close() {
    builds.close();
    events.close();
    database.close();
  }

  private Builds builds(List<BuildCheck> checks) {
    return new Builds(database, events, blobs, ids, clock, repositories, checks);
  }

  /// A server with these checks in the place of the one before.
  private void restart(BuildCheck... checks) {
    builds.close();
    events.close();
    events = new Events(database, clock);
    repositories = new Repositories(folder.resolve("git"), events, database);
    builds = builds(List.of(checks));
    builds.start();
  }

  /// Puts a commit on top of main and announces it, as a push does.
  private CommitId push(String path, String content) throws Exception {
    CommitId commit = commit(path, content);
    repositories.recover();
    return commit;
  }

  private CommitId commit(String path, String content) throws Exception {
    try (var git =
            new FileRepositoryBuilder().setGitDir(folder.resolve("git/test.git").toFile()).build();
        ObjectInserter inserter = git.newObjectInserter()) {
      TreeFormatter tree = new TreeFormatter();
      tree.append(
          path,
          FileMode.REGULAR_FILE,
          inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8)));
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(inserter.insert(tree));
      ObjectId head = git.resolve("refs/heads/main");
      if (head != null) {
        commit.setParentId(head);
      }
      commit.setAuthor(new PersonIdent("Ada", "a@b", Instant.EPOCH, java.time.ZoneOffset.UTC));
      commit.setCommitter(commit.getAuthor());
      commit.setMessage("Change " + path);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      var update = git.updateRef("refs/heads/main");
      update.setNewObjectId(id);
      update.update();
      return new CommitId(id.name());
    }
  }

  private static BuildCheck check(String name, Runnable work) {
    return check(name, (_, _, _) -> work.run());
  }

  private static BuildCheck check(String name, Judge judge) {
    return new BuildCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void check(Caller caller, PushedCode code, BuildLog log) {
        judge.judge(caller, code.files(), log);
      }
    };
  }

  private interface Judge {
    void judge(Caller caller, Map<String, byte[]> files, BuildLog log);
  }

  private Event newest() {
    return events.latest(Callers.ALL, 1).getFirst();
  }

  @Test
  void aPushBecomesABundleThatIsReadBack() throws Exception {
    restart(
        check(
            "validate",
            (caller, files, log) -> {
              log.say("project " + caller.project() + " has " + files.keySet() + "\u001b[31m");
            }));
    CommitId commit = push("project.yaml", "name: taxi\n");
    Build build = builds.await(Callers.ALL, commit, SOON);

    assertThat(build.status()).isEqualTo(BuildStatus.SUCCEEDED);
    assertThat(build.stages())
        .extracting(Stage::name)
        .containsExactly("checkout", "validate", "package");
    assertThat(build.stages()).allSatisfy(stage -> assertThat(stage.duration()).isPresent());
    assertThat(build.stages().getFirst().detail()).isEqualTo("1 files, 11 bytes");
    Asset bundle = build.bundle().orElseThrow();
    assertThat(bundle.kind()).isEqualTo(Asset.Kind.BUNDLE);
    assertThat(bundle.name()).isEqualTo("test");
    assertThat(bundle.version()).isEqualTo(commit.value());
    assertThat(builds.files(Callers.ALL, bundle.digest()).get("project.yaml"))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("name: taxi\n");
    assertThat(newest().type()).isEqualTo("build.succeeded");
    assertThat(newest().data().path("bundle").stringValue()).isEqualTo(bundle.digest().value());
    assertThat(builds.log(Callers.ALL, commit))
        .contains("2026-01-01T00:00:00Z validate: started\n")
        .contains("project test has [project.yaml]\ufffd[31m\n")
        .contains("package: passed");
    assertThat(builds.list(Callers.ALL, 5)).containsExactly(build);
  }

  @Test
  void aRefusedCommitIsReportedWithFileAndLineAndPackagesNothing() throws Exception {
    List<Mistake> mistakes =
        List.of(
            new Mistake("project.yaml", 3, 5, "/goal", "The goal is missing."),
            new Mistake("views/a.sql", 1, 0, "", "The column 'x' is unknown."));
    restart(
        check(
            "validate",
            () -> {
              throw Problem.of(ProblemCode.INVALID_FILE, "2 mistakes.", mistakes);
            }),
        check("data-test", () -> {}));
    CommitId commit = push("project.yaml", "x");
    Build build = builds.await(Callers.ALL, commit, SOON);

    assertThat(build.status()).isEqualTo(BuildStatus.FAILED);
    assertThat(build.message()).isEqualTo("2 mistakes.");
    assertThat(build.mistakes()).isEqualTo(mistakes);
    assertThat(build.bundle()).isEmpty();
    assertThat(build.stages()).extracting(Stage::name).containsExactly("checkout", "validate");
    assertThat(builds.log(Callers.ALL, commit))
        .contains("project.yaml:3:5: The goal is missing.")
        .contains("views/a.sql:1: The column 'x' is unknown.");
    assertThat(newest().type()).isEqualTo("build.failed");
    var first = newest().data().path("mistakes").path(0);
    assertThat(first.path("file").stringValue()).isEqualTo("project.yaml");
    assertThat(first.path("line").intValue()).isEqualTo(3);
    assertThat(newest().data().path("stage").stringValue()).isEqualTo("validate");
  }

  @Test
  void aCheckThatBreaksFailsTheBuildAndNotTheNextOne() throws Exception {
    restart(
        check(
            "validate",
            (_, files, _) -> {
              if (files.containsKey("bad")) {
                throw new StackOverflowError();
              }
            }));
    Build bad = builds.await(Callers.ALL, push("bad", "1"), SOON);
    assertThat(bad.message()).isEqualTo("It failed unexpectedly: java.lang.StackOverflowError");
    assertThat(builds.await(Callers.ALL, push("good", "1"), SOON).status())
        .isEqualTo(BuildStatus.SUCCEEDED);
  }

  @Test
  void equalFilesHaveEqualBundles() throws Exception {
    restart();
    Digest first = digest(push("a", "1"));
    assertThat(digest(push("a", "2"))).isNotEqualTo(first);
    assertThat(digest(push("a", "1"))).isEqualTo(first);
    List<Build> all = builds.list(Callers.ALL, 10);
    assertThat(all).hasSize(3);
    assertThat(builds.list(Callers.ALL, all.getFirst().id(), 1)).containsExactly(all.get(1));
    assertThat(builds.list(Callers.ALL, all.getLast().id(), 1)).isEmpty();
  }

  private Digest digest(CommitId commit) {
    return builds.await(Callers.ALL, commit, SOON).bundle().orElseThrow().digest();
  }

  @Test
  void pushesAreBuiltInTheirOrderAndOnceEach() throws Exception {
    List<String> built = new CopyOnWriteArrayList<>();
    restart(check("validate", (_, files, _) -> built.add(new String(files.get("a")))));
    CommitId last = new CommitId("0".repeat(40));
    for (int i = 0; i < 5; i++) {
      last = push("a", "" + i);
    }
    builds.await(Callers.ALL, last, SOON);
    CommitId again = last;
    database.write(tx -> {
      events.publish(
          tx, Callers.ALL, "code.pushed", again.value(), Map.of("commit", again.value()));
      return true;
    });
    CommitId next = push("a", "5");
    builds.await(Callers.ALL, next, SOON);
    assertThat(built).containsExactly("0", "1", "2", "3", "4", "5");
  }

  @Test
  void aBuildThatAStopInterruptedRunsAgain() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    restart(
        check(
            "validate",
            () -> {
              running.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                throw Problem.wrap(ProblemCode.CANCELLED, "Interrupted.", e);
              }
            }));
    CommitId commit = push("a", "1");
    running.await();
    builds.close();
    assertThat(builds.find(Callers.ALL, commit).orElseThrow().status())
        .isEqualTo(BuildStatus.QUEUED);
    restart(check("validate", () -> {}));
    Build build = builds.await(Callers.ALL, commit, SOON);
    assertThat(build.status()).isEqualTo(BuildStatus.SUCCEEDED);
    assertThat(build.stages()).hasSize(3);
  }

  @Test
  void aBuildThatStopsTheServerEachTimeIsGivenUp() throws Exception {
    restart();
    CommitId commit = push("a", "1");
    builds.await(Callers.ALL, commit, SOON);
    for (int attempts = 1; attempts <= 3; attempts++) {
      int tried = attempts;
      database.write(tx ->
          tx.update("UPDATE build SET status = 'RUNNING', bundle = NULL, attempts = ?", tried));
      restart();
      Build build = builds.await(Callers.ALL, commit, SOON);
      assertThat(build.status())
          .isEqualTo(attempts < 3 ? BuildStatus.SUCCEEDED : BuildStatus.FAILED);
    }
    assertThat(builds.await(Callers.ALL, commit, SOON).message())
        .startsWith("The server stopped 3 times during this build, last in stage 'package'");
  }

  @Test
  void aPushOfAStoppedServerIsBuiltAtStart() throws Exception {
    CommitId commit = commit("a", "1");
    restart();
    assertThat(builds.await(Callers.ALL, commit, SOON).status()).isEqualTo(BuildStatus.SUCCEEDED);
  }

  @Test
  void aWaitEndsInTime() {
    CommitId unknown = new CommitId("1".repeat(40));
    assertThatThrownBy(() -> builds.await(Callers.ALL, unknown, Duration.ofMillis(20)))
        .isInstanceOfSatisfying(
            Problem.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.TIMED_OUT));
  }

  @Test
  void aLogHasAnEnd() throws Exception {
    restart(
        check(
            "validate",
            (_, _, log) -> {
              for (int i = 0; i < 5_000; i++) {
                log.say("x".repeat(1_000) + "\ny");
              }
            }));
    CommitId commit = push("a", "1");
    builds.await(Callers.ALL, commit, SOON);
    assertThat(builds.log(Callers.ALL, commit))
        .hasSizeLessThan(1_100_000)
        .endsWith("the rest is left out.\n");
  }

  @Test
  void theNewestFailedBuildRunsAgain() throws Exception {
    AtomicBoolean isAgreed = new AtomicBoolean();
    List<String> kept = new CopyOnWriteArrayList<>();
    restart(
        new BuildCheck() {
          @Override
          public String name() {
            return "agreed";
          }

          @Override
          public void check(Caller caller, PushedCode code, BuildLog log) {
            if (!isAgreed.get()) {
              throw Problem.conflict("Nobody has agreed.");
            }
          }

          @Override
          public void succeeded(Transaction tx, Caller caller, PushedCode code) {
            kept.add(code.commit() + " has " + code.files().keySet());
          }
        });
    CommitId older = push("a", "1");
    CommitId commit = push("b", "2");
    assertThat(builds.await(Callers.ALL, commit, SOON).status()).isEqualTo(BuildStatus.FAILED);
    assertThat(kept).isEmpty();
    assertThatThrownBy(() -> builds.retry(Callers.ALL, older))
        .hasMessageContaining("was pushed after it");
    assertThatThrownBy(() -> builds.retry(Callers.NONE, commit)).hasMessageContaining("may not");
    assertThatThrownBy(() -> builds.retry(Callers.ALL, new CommitId("1".repeat(40))))
        .hasMessageContaining("There is no build");

    isAgreed.set(true);
    builds.retry(Callers.ALL, commit);
    Build build = builds.await(Callers.ALL, commit, SOON);
    assertThat(build.status()).isEqualTo(BuildStatus.SUCCEEDED);
    assertThat(build.message()).isEmpty();
    assertThat(kept).containsExactly(commit + " has [b]");
    assertThat(newest().type()).isEqualTo("build.succeeded");
    assertThatThrownBy(() -> builds.retry(Callers.ALL, commit))
        .hasMessageContaining("is succeeded; only one that failed");
  }

  @Test
  void anotherProjectSeesNothing() throws Exception {
    restart();
    CommitId commit = push("a", "1");
    Digest bundle = digest(commit);
    Caller stranger = Caller.platform("test", new ProjectName("stranger"));
    assertThat(builds.find(stranger, commit)).isEmpty();
    assertThat(builds.list(stranger, 10)).isEmpty();
    assertThat(builds.log(stranger, commit)).isEmpty();
    assertThatThrownBy(() -> builds.files(stranger, bundle))
        .hasMessageContaining("There is no bundle");
    assertThatThrownBy(() -> builds.find(Callers.NONE, commit)).hasMessageContaining("may not");
    assertThatThrownBy(() -> builds.list(Callers.ALL, 1_001))
        .hasMessageContaining("ask for 1 to 1000");
  }

  @Test
  void stagesHaveDifferentNames() {
    assertThatThrownBy(() -> builds(List.of(check("package", () -> {}))))
        .hasMessageContaining("Two stages of a build are named 'package'");
  }

  @Test
  void thePusherReadsTheStateWhileItRuns() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    restart(
        check(
            "validate",
            () -> {
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            }));
    CommitId commit = push("a", "1");
    Wait.until(
        "validate runs",
        () ->
            builds.find(Callers.ALL, commit).stream()
                .flatMap(build -> build.stages().stream())
                .anyMatch(stage ->
                    stage.name().equals("validate") && stage.status() == StageStatus.RUNNING));
    assertThat(builds.log(Callers.ALL, commit)).contains("checkout: passed");
    go.countDown();
    builds.await(Callers.ALL, commit, SOON);
  }
}
