package dev.rondo.app;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.rondo.kernel.Problem;
import org.junit.jupiter.api.Test;

class UpkeepTest {
  @Test
  void whatFailsOnceIsTriedAgain() {
    Runnable failing =
        () -> {
          throw Problem.invalid("The disk is full.");
        };
    assertThatCode(() -> Upkeep.run(failing)).doesNotThrowAnyException();
  }
}
