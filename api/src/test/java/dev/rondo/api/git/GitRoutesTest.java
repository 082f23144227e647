package dev.rondo.api.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.testing.TestServer;
import dev.rondo.delivery.repository.CommitId;
import dev.rondo.delivery.repository.Repositories;
import dev.rondo.delivery.repository.RepositoryLimits;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.Git;
import dev.rondo.kernel.testing.TestClock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRoutesTest {
  private static final ProjectName PROJECT = Callers.ALL.project();

  @TempDir Path folder;
  private Database database;
  private Events events;
  private Repositories repositories;
  private TestServer server;
  private Git git;

  @BeforeEach
  void start() {
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    events = new Events(database, new TestClock());
    repositories =
        new Repositories(folder.resolve("code"), events, database, RepositoryLimits.standard());
    repositories.create(Callers.ALL, PROJECT);
    server = TestServer.start(new GitRoutes(repositories)::routes);
    git = Git.init(folder.resolve("work"));
    git.ok("remote", "add", "origin", url());
  }

  @AfterEach
  void stop() {
    server.close();
    events.close();
    database.close();
  }

  private String url() {
    return "http://localhost:" + server.port() + "/git/test.git";
  }

  private List<Event> pushes() {
    return events.latest(Callers.ALL, 10).stream()
        .filter(e -> e.type().equals("code.pushed"))
        .toList();
  }

  @Test
  void aPushIsStoredAnnouncedAndCloned() throws IOException {
    String first = git.write("project.yaml", "name: test\n").commit("Change project.yaml");
    assertThat(git.ok("push", "origin", "main")).contains("Rondo builds commit");
    String second = git.write("sql/rules.sql", "SELECT 1\n").commit("Change sql/rules.sql");
    git.ok("push", "origin", "main");
    assertThat(pushes()).extracting(Event::subject).containsExactly(second, first);
    assertThat(repositories.read(Callers.ALL, PROJECT, new CommitId(second)))
        .containsOnlyKeys("project.yaml", "sql/rules.sql");
    for (String version : List.of("0", "1", "2")) {
      Path copy = folder.resolve("copy" + version);
      git.ok("-c", "protocol.version=" + version, "clone", "-q", url(), copy.toString());
      assertThat(copy.resolve("sql/rules.sql")).hasContent("SELECT 1");
      new Git(copy).ok("fsck");
    }
  }

  @Test
  void aRefusedPushSaysWhyAndIsNotAnnounced() {
    git.write("a", "1").commit("Change a");
    git.write("a", "2").commit("Change a");
    git.ok("push", "origin", "main");
    git.ok("reset", "-q", "--hard", "HEAD~1");
    git.write("a", "3").commit("Change a");
    Git.Outcome forced = git.run("push", "--force", "origin", "main");
    assertThat(forced.code()).isNotZero();
    assertThat(forced.output()).contains("The branch main only grows");
    assertThat(git.run("push", "origin", ":main").output()).contains("main cannot be deleted");
    assertThat(git.run("push", "origin", "HEAD:refs/notes/x").output())
        .contains("is not a name for a branch");
    assertThat(git.run("push", "origin", "HEAD:refs/heads/topic").code()).isZero();
    assertThat(pushes()).hasSize(1);
  }

  @Test
  void aLargePushComesInChunksAndGoesOut() throws IOException {
    byte[] noise = new byte[3 << 20];
    new Random(1).nextBytes(noise);
    git.write("noise.bin", noise).commit("Noise");
    git.ok("push", "origin", "main");
    Path copy = folder.resolve("copy");
    git.ok("clone", "-q", url(), copy.toString());
    assertThat(Files.readAllBytes(copy.resolve("noise.bin"))).isEqualTo(noise);
  }

  @Test
  void aFetchWithManyHavesIsCompressed() {
    git.write("a", "0").commit("Change a");
    git.ok("push", "origin", "main");
    Path copy = folder.resolve("copy");
    git.ok("clone", "-q", url(), copy.toString());
    Git other = new Git(copy);
    for (int i = 0; i < 60; i++) {
      other.ok("commit", "-q", "--allow-empty", "-m", "local " + i);
    }
    git.write("a", "1").commit("Change a");
    git.ok("push", "origin", "main");
    for (String version : List.of("0", "2")) {
      other.ok("-c", "protocol.version=" + version, "fetch", "-q", "origin");
    }
    assertThat(other.ok("log", "-1", "--format=%s", "origin/main")).isEqualTo("Change a");
  }

  @Test
  void aCorruptBodyIsTheClientsMistake() {
    for (String service : List.of("git-upload-pack", "git-receive-pack")) {
      HttpRequest request =
          HttpRequest.newBuilder(server.uri("/git/test.git/" + service))
              .header("Content-Type", "application/x-" + service + "-request")
              .header("Content-Encoding", "gzip")
              .POST(BodyPublishers.ofByteArray("not gzip".getBytes()))
              .build();
      HttpResponse<String> answer = server.send(request);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(answer.body()).contains("gzip");
    }
    assertThat(server.post("/git/test.git/git-receive-pack", "{}").statusCode()).isEqualTo(415);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(server.get("/git/test.git/HEAD").statusCode()).isEqualTo(404);
    assertThat(server.get("/git/test.git/info/refs").statusCode()).isEqualTo(400);
    assertThat(server.get("/git/test.git/info/refs?service=git-x").body())
        .contains("not a service of git");
    assertThat(server.get("/git/other.git/info/refs?service=git-upload-pack").statusCode())
        .isEqualTo(404);
  }
}
