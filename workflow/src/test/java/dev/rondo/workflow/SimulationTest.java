package dev.rondo.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Digest;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Lives through many seeded worlds. A failing seed replays exactly; `-Dsimulation.seeds=N` tries
/// more of them.
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 2_000);

  @Test
  void whatMustBeTrueStaysTrueWhateverGoesWrong() {
    Map<String, Integer> injected = new TreeMap<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      SimulatedWorld world = new SimulatedWorld(seed);
      live(seed, world);
      world.injected.forEach((fault, count) -> injected.merge(fault, count, Integer::sum));
    }
    assertThat(injected)
        .containsKeys(
            "crash",
            "crash before commit",
            "crash after commit",
            "failed commit",
            "slow turn",
            "slow worker",
            "lost heartbeat",
            "lost result",
            "doubled result",
            "result of a past life");
  }

  @Test
  void theSameSeedIsTheSameWorld() {
    for (int seed = 1; seed <= 100; seed++) {
      assertThat(live(seed, new SimulatedWorld(seed)))
          .isEqualTo(live(seed, new SimulatedWorld(seed)));
    }
  }

  private static Digest live(int seed, SimulatedWorld world) {
    try {
      return world.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("The world of seed " + seed + " is broken.", e);
    }
  }
}
