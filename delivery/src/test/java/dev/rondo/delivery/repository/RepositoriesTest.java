package dev.rondo.delivery.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.ForAll;
import dev.rondo.kernel.testing.Git;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.kernel.testing.Wait;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoriesTest {
  private static final ProjectName PROJECT = Callers.ALL.project();
  private static final RepositoryLimits SMALL =
      new RepositoryLimits(50, 10_000, 30_000, 20_000, 100_000);

  @TempDir Path folder;
  private Database database;
  private Events events;
  private Repositories repositories;
  private GitServer server;
  private Git work;

  @BeforeEach
  void open() throws Exception {
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    events = new Events(database, new TestClock());
    repositories = new Repositories(folder.resolve("git"), events, database, SMALL);
    repositories.create(Callers.ALL, PROJECT);
    server = new GitServer(repositories, Callers.ALL);
    work = Git.init(folder.resolve("work"));
    work.ok("remote", "add", "origin", server.url("test"));
  }

  @AfterEach
  void close() {
    server.close();
    events.close();
    database.close();
  }

  private CommitId push(String path, String content) {
    CommitId commit = new CommitId(work.write(path, content).commit("Add " + path));
    work.ok("push", "-q", "origin", "main");
    return commit;
  }

  private List<Event> pushes(int count) {
    Wait.until(count + " pushes", () -> events.latest(Callers.ALL, 100).size() >= count);
    return events.latest(Callers.ALL, 100);
  }

  private void isRefused(String reason, String... arguments) {
    Git.Outcome answer = work.run(arguments);
    assertThat(answer.code()).as(answer.output()).isNotZero();
    assertThat(answer.output().replaceAll("\\s*\\n?remote: *", " ")).contains(reason);
  }

  @Test
  void aPushIsReadBackAndAnnounced() {
    CommitId commit =
        new CommitId(work.write("a/b.yaml", "x: 1\n").write("c.sql", "select 1").commit("One"));
    String told = work.ok("push", "origin", "main");

    assertThat(told).contains("remote: Rondo builds commit " + commit.brief());
    assertThat(repositories.head(Callers.ALL, PROJECT)).contains(commit);
    var files = repositories.read(Callers.ALL, PROJECT, commit);
    assertThat(files.keySet()).containsExactly("a/b.yaml", "c.sql");
    assertThat(files.get("a/b.yaml")).asString(StandardCharsets.UTF_8).isEqualTo("x: 1\n");
    Event event = pushes(1).getFirst();
    assertThat(event.type()).isEqualTo("code.pushed");
    assertThat(event.subject()).isEqualTo(commit.value());
    assertThat(event.data().path("user").stringValue()).isEqualTo(Callers.ALL.user());
    assertThat(event.data().has("previous")).isFalse();
  }

  @Test
  void theNextPushNamesThePreviousCommit() {
    CommitId first = push("a", "1");
    CommitId second = push("a", "2");
    assertThat(pushes(2).getFirst().data().path("previous").stringValue()).isEqualTo(first.value());
    List<CodeCommit> commits = repositories.commits(Callers.ALL, PROJECT, 10);
    assertThat(commits).extracting(CodeCommit::id).containsExactly(second, first);
    assertThat(commits.getFirst().parents()).containsExactly(first);
    assertThat(commits.getFirst().title()).isEqualTo("Add a");
    assertThat(commits.getFirst().author()).isEqualTo("Ada <ada@example.org>");
    assertThat(repositories.commits(Callers.ALL, PROJECT, 1)).hasSize(1);
  }

  @Test
  void everyProtocolVersionClones() throws Exception {
    push("a.txt", "hello");
    for (String version : List.of("0", "2")) {
      Path clone = folder.resolve("clone" + version);
      work.ok("-c", "protocol.version=" + version, "clone", "-q", server.url("test"), "" + clone);
      assertThat(clone.resolve("a.txt")).hasContent("hello");
    }
  }

  @Test
  void anEmptyRepositoryIsOnMain() throws Exception {
    Path clone = folder.resolve("empty");
    work.ok("clone", "-q", server.url("test"), clone.toString());
    assertThat(Files.readString(folder.resolve("git/test.git/HEAD")))
        .isEqualTo("ref: refs/heads/main\n");
    assertThat(repositories.head(Callers.ALL, PROJECT)).isEmpty();
    assertThat(repositories.commits(Callers.ALL, PROJECT, 5)).isEmpty();
  }

  @Test
  void aFetchWithManyHavesGetsOnlyWhatIsNew() throws Exception {
    push("a.txt", "1");
    Path clone = folder.resolve("clone");
    work.ok("clone", "-q", server.url("test"), clone.toString());
    for (int i = 0; i < 40; i++) {
      work.write("a.txt", "n" + i).commit("c" + i);
    }
    work.ok("push", "-q", "origin", "main");
    work.ok("-C", clone.toString(), "pull", "-q");
    assertThat(clone.resolve("a.txt")).hasContent("n39");
  }

  @Test
  void mainIsNeitherRewrittenNorDeleted() {
    CommitId first = push("a", "1");
    work.ok("commit", "-q", "--amend", "-m", "Other");
    isRefused("The branch main only grows", "push", "--force", "origin", "main");
    isRefused("The branch main cannot be deleted", "push", "origin", ":main");
    assertThat(repositories.head(Callers.ALL, PROJECT)).contains(first);
    assertThat(events.latest(Callers.ALL, 10)).hasSize(1);
  }

  @Test
  void otherBranchesMayBeRewrittenAndAreNotAnnounced() {
    push("a", "1");
    work.ok("push", "-q", "origin", "main:topic");
    work.ok("commit", "-q", "--amend", "-m", "Other");
    work.ok("push", "-q", "--force", "origin", "main:topic");
    work.ok("push", "-q", "origin", ":topic");
    assertThat(events.latest(Callers.ALL, 10)).hasSize(1);
  }

  @Test
  void aTagStaysWhereItIs() {
    push("a", "1");
    work.ok("push", "-q", "origin", "main:refs/tags/v1");
    push("a", "2");
    isRefused("A tag never moves", "push", "--force", "origin", "main:refs/tags/v1");
    isRefused("A tag never moves", "push", "origin", ":refs/tags/v1");
  }

  @Test
  void aStrangeNameIsRefusedAndTakesTheWholePushDown() {
    work.write("a", "1").commit("One");
    for (String name : List.of("refs/meta/config", "refs/heads/zürich", "refs/heads/-x")) {
      isRefused("is not a name for a branch or tag", "push", "origin", "main", "main:" + name);
    }
    assertThat(repositories.head(Callers.ALL, PROJECT)).isEmpty();
  }

  @Test
  void whatIsTooLargeIsRefusedWithItsName() {
    work.write("big.csv", "x".repeat(10_001)).commit("Big");
    isRefused("The file 'big.csv' has 10001 bytes", "push", "origin", "main");
    for (int i = 0; i < 51; i++) {
      work.write("many/" + i, "x");
    }
    work.write("big.csv", "").commit("Many");
    isRefused("more than 50 entries", "push", "origin", "main");
    assertThat(repositories.head(Callers.ALL, PROJECT)).isEmpty();
  }

  @Test
  void anObjectOrAPackBeyondTheLimitIsRefused() {
    work.write("big", noise(20_001)).commit("Big");
    isRefused("limit is 20,000 bytes", "push", "origin", "main:topic");
    work.ok("rm", "-q", "-f", "big");
    for (int i = 0; i < 8; i++) {
      work.write("f" + i, noise(19_000 + i));
    }
    work.ok("update-ref", "-d", "HEAD");
    work.commit("Pack");
    isRefused("Pack exceeds the limit", "push", "origin", "main:topic");
    assertThat(repositories.head(Callers.ALL, PROJECT)).isEmpty();
  }

  private static String noise(int length) {
    java.util.Random random = new java.util.Random(length);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append((char) (33 + random.nextInt(90)));
    }
    return text.toString();
  }

  @Test
  void namesThatHarmElsewhereAreRefused() {
    for (String name : List.of("con.txt", "a\\b", "c:d", "tab\tname")) {
      work.ok("update-ref", "-d", "HEAD");
      work.ok("rm", "-rqf", "--cached", "--ignore-unmatch", ".");
      String blob = work.ok("hash-object", "-w", "/dev/null");
      work.ok("update-index", "--add", "--cacheinfo", "100644," + blob + "," + name);
      work.ok("commit", "-q", "-m", "Bad");
      isRefused("unpacker error", "push", "origin", "main");
    }
    assertThat(repositories.head(Callers.ALL, PROJECT)).isEmpty();
  }

  @Test
  void linksAndSubmodulesAreNotFollowed() throws Exception {
    Files.createSymbolicLink(folder.resolve("work/link"), Path.of("/etc/passwd"));
    work.write("a", "1");
    work.ok("add", "-A");
    work.ok("update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + ",module");
    work.ok("commit", "-q", "-m", "Links");
    work.ok("push", "-q", "origin", "main");
    CommitId head = repositories.head(Callers.ALL, PROJECT).orElseThrow();
    assertThat(repositories.read(Callers.ALL, PROJECT, head)).containsOnlyKeys("a");
  }

  @Test
  void aTreeThatUnfoldsIntoMillionsIsRefused() {
    String tree = work.ok("hash-object", "-t", "tree", "-w", "/dev/null");
    for (int depth = 0; depth < 12; depth++) {
      StringBuilder level = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        level.append("040000 tree ").append(tree).append("\td").append(i).append('\n');
      }
      work.write("../level", level.toString());
      tree = work.makeTree(folder.resolve("level"));
    }
    work.ok("update-ref", "refs/heads/main", work.ok("commit-tree", "-m", "b", tree));
    isRefused("more than 50 entries", "push", "origin", "main");
  }

  @Test
  void aPushThatACrashLeftUnannouncedIsAnnouncedOnce() {
    CommitId commit = new CommitId(work.write("a", "1").commit("One"));
    work.ok("push", "-q", folder.resolve("git/test.git").toString(), "main");
    assertThat(events.latest(Callers.ALL, 10)).isEmpty();
    repositories.recover();
    repositories.recover();
    assertThat(events.latest(Callers.ALL, 10))
        .extracting(Event::subject)
        .containsExactly(commit.value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann", "ann.", "J\u00fcrgen+x@y.org"})
  void whatACrashLeftUnannouncedIsToldInThePushersName(String name) throws Exception {
    CommitId commit = new CommitId(work.write("a", "1").commit("One"));
    silently(() -> pushAs(name, "main"));
    assertThat(events.latest(Callers.ALL, 10)).isEmpty();
    repositories.recover();
    assertThat(told()).containsExactly(commit.value() + " by " + name);
  }

  @Test
  void whoPushesNextIsNotTakenForWhoMovedMain() throws Exception {
    CommitId commit = new CommitId(work.write("a", "1").commit("One"));
    silently(() -> pushAs("weak", "main"));
    pushAs("mighty", "main:refs/heads/other");
    assertThat(told()).containsExactly(commit.value() + " by weak");
    work.write("a", "2").commit("Two");
    pushAs("mighty", "main:refs/heads/other");
    pushAs("weak", "main");
    assertThat(told().getFirst()).endsWith(" by weak");
  }

  @Test
  void aPushOfManyBranchesAtOnceIsThePushers() throws Exception {
    CommitId commit = new CommitId(work.write("a", "1").commit("One"));
    pushAs("ann", "--atomic", "main", "main:refs/heads/other");
    assertThat(told()).containsExactly(commit.value() + " by ann");
  }

  @Test
  void whatWasMovedBehindTheServersBackIsNobodysPush() {
    work.write("a", "1").commit("One");
    work.ok("config", "user.name", "ann");
    work.ok("push", "-q", folder.resolve("git/test.git").toString(), "main");
    repositories.recover();
    assertThat(told().getFirst()).endsWith(" by rondo:repository");
  }

  private List<String> told() {
    return events.latest(Callers.ALL, 10).stream()
        .map(event -> event.subject() + " by " + event.data().path("user").stringValue())
        .toList();
  }

  private void pushAs(String user, String... what) throws Exception {
    Caller caller = new Caller(user, PROJECT, Callers.ALL.permissions());
    try (GitServer own = new GitServer(repositories, caller)) {
      List<String> command = new ArrayList<>(List.of("push", "-q", own.url("test")));
      command.addAll(List.of(what));
      work.ok(command.toArray(String[]::new));
    }
  }

  /// As if the server died between the moved reference and its event.
  private void silently(Act act) throws Exception {
    change("CREATE TRIGGER dead BEFORE INSERT ON code_head BEGIN SELECT RAISE(ABORT, 'dead'); END");
    act.run();
    change("DROP TRIGGER dead");
  }

  private void change(String sql) {
    database.write(tx -> tx.update(sql));
  }

  private interface Act {
    void run() throws Exception;
  }

  @Test
  void createdByManyAtOnceItIsThereOnce() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
    ProjectName other = new ProjectName("other");
    Caller caller = Caller.platform("test", other);
    IntStream.range(0, 8)
        .forEach(_ ->
            threads.add(
                Thread.ofPlatform()
                    .uncaughtExceptionHandler((_, e) -> failures.add(e))
                    .start(() -> repositories.create(caller, other))));
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(repositories.exists(caller, other)).isTrue();
    assertThat(folder.resolve("git")).isDirectoryNotContaining("glob:**/new-*");
  }

  @Test
  void theAccountsSettingsAreNeitherReadNorWritten() throws Exception {
    push("a", "1");
    var system = org.eclipse.jgit.util.SystemReader.getInstance();
    assertThat(system.getUserConfig().getSections()).isEmpty();
    assertThat(system.getSystemConfig().getSections()).isEmpty();
    assertThat(system.getJGitConfig().getSections()).isEmpty();
  }

  @Test
  void anotherProjectsRepositoryIsNotThere() {
    Caller stranger = Caller.platform("test", new ProjectName("stranger"));
    CommitId commit = push("a", "1");
    assertThat(repositories.exists(stranger, PROJECT)).isFalse();
    for (Runnable call :
        List.<Runnable>of(
            () -> repositories.head(stranger, PROJECT),
            () -> repositories.read(stranger, PROJECT, commit),
            () -> repositories.create(stranger, PROJECT),
            () ->
                repositories.advertise(
                    stranger,
                    PROJECT,
                    "git-upload-pack",
                    Optional.empty(),
                    OutputStream.nullOutputStream()))) {
      assertThatThrownBy(call::run)
          .isInstanceOfSatisfying(
              Problem.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.NOT_FOUND));
    }
  }

  @Test
  void whoMayNotPushMayNot() {
    Caller reader =
        new Caller("reader", PROJECT, java.util.Set.of(dev.rondo.kernel.Permission.READ));
    assertThatThrownBy(() ->
            repositories.receivePack(
                reader,
                PROJECT,
                Optional.empty(),
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream()))
        .hasMessageContaining("may not push code");
    assertThatThrownBy(() -> repositories.head(Callers.NONE, PROJECT))
        .hasMessageContaining("may not read");
    repositories.advertise(
        reader, PROJECT, "git-upload-pack", Optional.empty(), OutputStream.nullOutputStream());
    assertThatThrownBy(() ->
            repositories.advertise(
                Callers.ALL, PROJECT, "git-shell", Optional.empty(), new ByteArrayOutputStream()))
        .hasMessageContaining("'git-shell' is not a Git service");
  }

  @Test
  void anUnknownCommitIsNotFound() {
    CommitId unknown = new CommitId("0123456789".repeat(4));
    assertThatThrownBy(() -> repositories.read(Callers.ALL, PROJECT, unknown))
        .hasMessageContaining("There is no commit 0123456789");
    assertThatThrownBy(() -> new CommitId("HEAD")).hasMessageContaining("'HEAD' is not a commit");
    assertThatThrownBy(() -> repositories.commits(Callers.ALL, PROJECT, 0))
        .hasMessageContaining("ask for 1 to 1000");
  }

  @Test
  void noiseInsteadOfARequestChangesNothing() {
    push("a", "1");
    ForAll.forAll(
        60,
        random -> {
          byte[] bytes = new byte[random.nextInt(200)];
          random.nextBytes(bytes);
          if (random.nextBoolean() && bytes.length >= 4) {
            System.arraycopy("0032".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 4);
          }
          return bytes;
        },
        bytes -> {
          for (boolean isPush : new boolean[] {true, false}) {
            try {
              send(bytes, isPush);
            } catch (Problem e) {
              assertThat(e.text()).contains("repository of project 'test'");
            }
          }
        });
    assertThat(events.latest(Callers.ALL, 10)).hasSize(1);
  }

  private void send(byte[] bytes, boolean isPush) {
    var in = new ByteArrayInputStream(bytes);
    var out = OutputStream.nullOutputStream();
    if (isPush) {
      repositories.receivePack(Callers.ALL, PROJECT, Optional.empty(), in, out);
    } else {
      repositories.uploadPack(Callers.ALL, PROJECT, Optional.of("version=2"), in, out);
    }
  }
}
