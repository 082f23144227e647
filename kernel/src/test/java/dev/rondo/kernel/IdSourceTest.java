package dev.rondo.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.testing.TestClock;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdSourceTest {
  @Test
  void idsIncreaseEvenWhenTheClockStandsStill() {
    IdSource ids = new IdSource(new TestClock(), new Random(1));
    String last = "";
    for (int i = 0; i < 10_000; i++) {
      String id = ids.next();
      assertThat(id).matches("[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}").isGreaterThan(last);
      last = id;
    }
  }
}
