package dev.rondo.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.testing.Wait;
import java.lang.Thread.State;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords();

  @Test
  void aHashKnowsItsPasswordAlone() {
    String hash = passwords.hash("correct horse battery");
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("horse");
    assertThat(passwords.matches("correct horse battery", hash)).isTrue();
    assertThat(passwords.matches("correct horse batterz", hash)).isFalse();
    assertThat(passwords.matches("", hash)).isFalse();
    assertThat(passwords.hash("correct horse battery")).isNotEqualTo(hash);
  }

  @Test
  void anUnknownUserIsComparedWithAHashOfTheSameCost() {
    assertThat(passwords.nobodys()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.nobodys()).isNotEqualTo(new Passwords().nobodys());
  }

  @Test
  void shortAndEndlessPasswordsAreRefused() {
    assertThat(Passwords.check("a".repeat(12))).hasSize(12);
    assertThatThrownBy(() -> Passwords.check("a".repeat(11)))
        .hasMessage("The password has 11 characters; 12 to 1000 are needed.");
    assertThatThrownBy(() -> Passwords.check("a".repeat(1_001))).hasMessageContaining("12 to 1000");
    assertThat(Passwords.check(passwords.random())).isNotEqualTo(passwords.random());
  }

  @Test
  void manyGuessersAtOneAddressKeepNobodyWaitingElsewhere() throws InterruptedException {
    String hash = passwords.hash("correct horse battery");
    AtomicInteger answers = new AtomicInteger();
    List<Thread> guessers =
        IntStream.range(0, 30)
            .mapToObj(_ ->
                Thread.ofPlatform()
                    .start(() -> {
                      passwords.matches("guess", hash, "192.0.2.1");
                      answers.incrementAndGet();
                    }))
            .toList();
    Wait.until(
        "all others wait",
        () -> guessers.stream().filter(one -> one.getState() == State.RUNNABLE).count() <= 2);
    int before = answers.get();
    assertThat(passwords.matches("correct horse battery", hash, "192.0.2.2")).isTrue();
    assertThat(answers.get() - before).isLessThan(10);
    for (Thread guesser : guessers) {
      guesser.join();
    }
  }

  @Test
  void secretsAreNotWritten() {
    assertThat(new Credentials("ann", "hush", "here"))
        .asString()
        .contains("ann")
        .doesNotContain("hush");
  }
}
