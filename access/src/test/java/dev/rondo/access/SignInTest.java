package dev.rondo.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.kernel.testing.Wait;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SignInTest {
  private static final String HERE = "192.0.2.1";

  private final TestClock clock = new TestClock();
  private final Passwords passwords = new Passwords();
  private final SignIn signIn = new SignIn(passwords, clock);

  private static String refused(SignIn signIn, String name, String password, String from) {
    Credentials sent = new Credentials(name, password, from);
    return catchThrowableOfType(Problem.class, () -> signIn.check(sent, Optional.empty())).text();
  }

  /// What is said to one who tries a name that nobody has.
  private String refused(String name, String from) {
    return refused(signIn, name, "guess", from);
  }

  @Test
  void whoTriesOtherNamesAgainAndAgainHasToWaitToo() {
    for (int i = 0; i < 100; i++) {
      assertThat(refused("nobody" + i, HERE)).contains("is wrong");
    }
    assertThat(refused("one more", HERE)).contains("from this address");
    assertThat(refused("one more", "192.0.2.2")).as("elsewhere").contains("is wrong");
    for (int i = 0; i < 10; i++) {
      clock.advance(Duration.ofSeconds(2));
      assertThat(refused("later" + i, HERE)).as("never waits for long").contains("is wrong");
    }
  }

  /// Stops at a request's first look at the time until it is told to go on.
  private static final class StoppedClock implements InstantSource {
    private final InstantSource clock = new TestClock();
    private final AtomicBoolean isFirst = new AtomicBoolean(true);
    private final CountDownLatch looked = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public Instant instant() {
      if (isFirst.getAndSet(false)) {
        looked.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return clock.instant();
    }
  }

  @Test
  void aMistypedPasswordOfManyRequestsAtOnceIsOneFailure() throws InterruptedException {
    StoppedClock stopped = new StoppedClock();
    SignIn slow = new SignIn(passwords, stopped);
    Runnable request =
        () -> assertThat(refused(slow, "ann", "mistyped", HERE)).contains("is wrong");
    Thread first = Thread.ofPlatform().start(request);
    stopped.looked.await();
    List<Thread> others =
        IntStream.range(0, 10).mapToObj(_ -> Thread.ofPlatform().start(request)).toList();
    Wait.until(
        "the others wait for the first",
        () -> others.stream().allMatch(one -> one.getState() == Thread.State.WAITING));
    stopped.goOn.countDown();
    for (Thread thread : Stream.concat(Stream.of(first), others.stream()).toList()) {
      thread.join();
    }
    for (int i = 0; i < 4; i++) {
      assertThat(refused(slow, "ann", "guess " + i, HERE)).contains("is wrong");
    }
    assertThat(refused(slow, "ann", "guess", HERE)).contains("wait a minute");
  }
}
