package dev.rondo.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesTest {
  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final IdSource ids = new IdSource(clock, new Random(1));
  private Database database;
  private Events events;
  private Releases releases;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    releases = new Releases(database, events, ids, clock);
  }

  @AfterEach
  void close() {
    events.close();
    database.close();
  }

  private static ReleaseRequest request(String version, String key) {
    return new ReleaseRequest("trip", "duration", version, "It is better.", key);
  }

  private Release release(String version, String key, Target target) {
    return releases.release(Callers.ALL, request(version, key), target);
  }

  private Event newest() {
    return events.latest(Callers.ALL, 1).getFirst();
  }

  @Test
  void aGoodVersionPassesEveryStageAndServes() {
    Target target = new Target();
    Release release = release("1", "a", target);
    assertThat(target.calls).containsExactly("load", "golden", "probe", "activate");
    assertThat(release.status()).isEqualTo(ReleaseStatus.SUCCEEDED);
    assertThat(release.previous()).isEmpty();
    assertThat(release.stages())
        .extracting(Stage::name)
        .containsExactly("load", "golden", "latency", "switch");
    assertThat(release.stages())
        .allSatisfy(stage -> {
          assertThat(stage.status()).isEqualTo(StageStatus.PASSED);
          assertThat(stage.duration()).isPresent();
        });
    assertThat(release.stages().get(2).detail()).isEqualTo("5.0 ms, allowed 100.0 ms");
    assertThat(newest().type()).isEqualTo("deployment.succeeded");
    assertThat(newest().data().path("version").stringValue()).isEqualTo("1");
    assertThat(releases.list(Callers.ALL, "trip", 5)).containsExactly(release);
  }

  @Test
  void theNextReleaseNamesTheVersionBefore() {
    release("1", "a", new Target());
    assertThat(release("2", "b", new Target()).previous()).contains("1");
    assertThat(newest().data().path("previous").stringValue()).isEqualTo("1");
  }

  @Test
  void whateverFailsLeavesTheRunningVersionAndSaysWhere() {
    for (String stage : List.of("load", "golden", "probe", "activate")) {
      Target target = new Target();
      target.failing = stage;
      Release release = release("1", stage, target);
      assertThat(release.status()).isEqualTo(ReleaseStatus.FAILED);
      assertThat(release.message()).isEqualTo("It cannot " + stage + ".");
      assertThat(release.stages().getLast().status()).isEqualTo(StageStatus.FAILED);
      assertThat(target.calls.getLast()).isEqualTo("discard");
      assertThat(target.isActive).isFalse();
      assertThat(newest().type()).isEqualTo("deployment.failed");
      assertThat(newest().data().path("stage").stringValue())
          .isEqualTo(release.stages().getLast().name());
    }
  }

  @Test
  void aDifferentOrUndefinedGoldenPredictionIsRefused() {
    for (double difference : new double[] {0.00011, Double.NaN, Double.POSITIVE_INFINITY}) {
      Target target = new Target();
      target.difference = difference;
      Release release = release("1", "d" + difference, target);
      assertThat(release.message()).startsWith("A golden prediction differs by " + difference);
      assertThat(target.calls).containsExactly("load", "golden", "discard");
    }
    Target atTheLimit = new Target();
    atTheLimit.difference = 1e-4;
    assertThat(release("1", "limit", atTheLimit).status()).isEqualTo(ReleaseStatus.SUCCEEDED);
  }

  @Test
  void aSlowVersionIsRefused() {
    Target target = new Target();
    target.latency = Duration.ofMillis(101);
    assertThat(release("1", "a", target).message())
        .isEqualTo("A probing prediction takes 101.0 ms; 100.0 ms are allowed.");
    assertThat(target.isActive).isFalse();
  }

  @Test
  void anUnexpectedErrorAndAFailingDiscardAreStillAnAnswer() {
    Target target =
        new Target() {
          @Override
          public void load() {
            throw new StackOverflowError();
          }

          @Override
          public void discard() {
            throw new IllegalStateException("twice");
          }
        };
    assertThat(release("1", "a", target).message())
        .isEqualTo("It failed unexpectedly: java.lang.StackOverflowError");
  }

  @Test
  void theSameRequestIsReleasedOnce() {
    Release first = release("1", "a", new Target());
    Target again = new Target();
    assertThat(release("1", "a", again)).isEqualTo(first);
    assertThat(again.calls).isEmpty();
    assertThat(release("1", "b", again).id()).isNotEqualTo(first.id());
  }

  @Test
  void oneEndpointIsReleasedOnceAtATimeAndARunningReleaseIsNotTakenForInterrupted()
      throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Target slow =
        new Target() {
          @Override
          public void load() {
            loading.countDown();
            try {
              go.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
        };
    Thread thread = Thread.ofVirtual().start(() -> release("1", "a", slow));
    loading.await();
    assertThatThrownBy(() -> release("2", "b", new Target()))
        .isInstanceOfSatisfying(
            Problem.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.CONFLICT))
        .hasMessageContaining("Endpoint 'trip' is being released with version '1'");
    assertThat(releases.recover(Callers.ALL)).isEmpty();
    var other = new ReleaseRequest("other", "duration", "2", "r", "b");
    assertThat(releases.release(Callers.ALL, other, new Target()).status())
        .isEqualTo(ReleaseStatus.SUCCEEDED);
    go.countDown();
    thread.join();
    assertThat(slow.isActive).isTrue();
  }

  @Test
  void aReleaseThatTheServersStopInterruptedIsEndedAndMayBeRepeated() {
    Release release = release("1", "a", new Target());
    database.write(tx -> tx.update("UPDATE release SET status = 'RUNNING', ended = NULL"));
    database.write(tx -> tx.update("DELETE FROM delivery_stage WHERE position > 1"));
    database.write(tx ->
        tx.update(
            "UPDATE delivery_stage SET status = 'RUNNING', duration_nanos = NULL"
                + " WHERE position = 1"));

    List<Release> interrupted = new Releases(database, events, ids, clock).recover(Callers.ALL);
    assertThat(interrupted).hasSize(1);
    assertThat(interrupted.getFirst().id()).isEqualTo(release.id());
    assertThat(interrupted.getFirst().status()).isEqualTo(ReleaseStatus.INTERRUPTED);
    assertThat(interrupted.getFirst().message()).isEqualTo("The server stopped in stage 'golden'.");
    assertThat(interrupted.getFirst().stages().getLast().status()).isEqualTo(StageStatus.FAILED);
    assertThat(newest().type()).isEqualTo("deployment.failed");
    assertThat(newest().data().path("stage").stringValue()).isEqualTo("golden");

    assertThat(releases.recover(Callers.ALL)).isEmpty();
    assertThat(release("1", "a", new Target()).status()).isEqualTo(ReleaseStatus.SUCCEEDED);
    assertThat(releases.list(Callers.ALL, "trip", 5)).hasSize(2);
  }

  @Test
  void aRollbackIsADeploymentThatIsRecordedOnce() {
    release("1", "a", new Target());
    release("2", "b", new Target());
    Rollback rollback = new Rollback("trip", "duration", "2", "1", "The first window is worse.");
    Release first = releases.rolledBack(Callers.ALL, rollback);
    assertThat(releases.rolledBack(Callers.ALL, rollback)).isEqualTo(first);
    assertThat(newest().type()).isEqualTo("deployment.rolled-back");
    assertThat(newest().data().path("previous").stringValue()).isEqualTo("2");
    assertThat(newest().data().path("version").stringValue()).isEqualTo("1");
    assertThat(release("3", "c", new Target()).previous()).contains("1");
    assertThat(releases.list(Callers.ALL, 10))
        .extracting(r -> r.request().version())
        .containsExactly("3", "1", "2", "1");
    List<Release> page = releases.list(Callers.ALL, 2);
    assertThat(releases.list(Callers.ALL, page.getLast().id(), 3))
        .extracting(r -> r.request().version())
        .containsExactly("2", "1");
  }

  @Test
  void onlyWhoMayDeployDeploys() {
    assertThatThrownBy(() -> releases.release(Callers.NONE, request("1", "a"), new Target()))
        .hasMessageContaining("may not deploy");
    assertThatThrownBy(() -> releases.recover(Callers.NONE)).hasMessageContaining("may not");
    assertThatThrownBy(() -> releases.list(Callers.NONE, 1)).hasMessageContaining("may not read");
    assertThatThrownBy(() -> releases.list(Callers.ALL, "trip", 0))
        .hasMessageContaining("ask for 1 to 1000");
    assertThatThrownBy(() -> request(" ", "a"))
        .hasMessageContaining("The version of a release has 0 characters");
  }

  /// A version in memory.
  private static class Target implements ReleaseTarget {
    final List<String> calls = new ArrayList<>();
    String failing = "";
    double difference = 1e-6;
    Duration latency = Duration.ofMillis(5);
    boolean isActive;

    private void call(String name) {
      calls.add(name);
      if (name.equals(failing)) {
        throw Problem.invalid("It cannot %s.", name);
      }
    }

    @Override
    public void load() {
      call("load");
    }

    @Override
    public double largestGoldenDifference() {
      call("golden");
      return difference;
    }

    @Override
    public Duration probeLatency() {
      call("probe");
      return latency;
    }

    @Override
    public void activate() {
      call("activate");
      isActive = true;
    }

    @Override
    public void discard() {
      call("discard");
    }
  }
}
