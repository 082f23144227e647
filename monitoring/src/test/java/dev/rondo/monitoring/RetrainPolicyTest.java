package dev.rondo.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.EventTime;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RetrainPolicyTest {
  private static final EventTime NOW = EventTime.parse("2020-04-01");
  private static final RetrainPolicy POLICY =
      new RetrainPolicy(Duration.ofDays(90), 1.2, 100, 0.5, Duration.ofDays(14), 3);

  private static RetrainPolicy.Situation situation(
      int ageDays, int sinceDays, double mae, double drift, int retrains) {
    return new RetrainPolicy.Situation(
        NOW,
        NOW.minus(Duration.ofDays(ageDays)),
        Optional.of(NOW.minus(Duration.ofDays(sinceDays))),
        OptionalDouble.of(mae),
        3.0,
        200,
        drift,
        retrains);
  }

  private static Optional<RetrainPolicy.Trigger> decide(RetrainPolicy.Situation situation) {
    return POLICY.decide(situation).map(RetrainPolicy.Reason::trigger);
  }

  @Test
  void nothingHappensWhileAllIsWell() {
    assertThat(decide(situation(89, 20, 3.59, 0.49, 0))).isEmpty();
  }

  @Test
  void eachCauseTriggersAndTheErrorSpeaksFirst() {
    assertThat(decide(situation(90, 20, 3.0, 0, 0))).contains(RetrainPolicy.Trigger.AGE);
    assertThat(decide(situation(90, 20, 3.0, 0.5, 0))).contains(RetrainPolicy.Trigger.DRIFT);
    assertThat(decide(situation(90, 20, 3.61, 0.5, 0))).contains(RetrainPolicy.Trigger.ERROR);
    assertThat(POLICY.decide(situation(0, 20, 3.61, 0, 0)).orElseThrow().sentence())
        .isEqualTo("The error of 3.610 is above 3.600, which is 1.20 times the expected one.");
  }

  @Test
  void coolDownAndBudgetHoldItBack() {
    assertThat(decide(situation(900, 13, 9, 9, 0))).isEmpty();
    assertThat(decide(situation(900, 14, 9, 9, 2))).isPresent();
    assertThat(decide(situation(900, 14, 9, 9, 3))).isEmpty();
  }

  @Test
  void fewLabelsAndNaNDoNotTrigger() {
    RetrainPolicy.Situation few =
        new RetrainPolicy.Situation(
            NOW, NOW, Optional.empty(), OptionalDouble.of(9), 3, 99, Double.NaN, 0);
    assertThat(decide(few)).isEmpty();
  }

  @Test
  void aNewModelIsWithdrawnOnlyBeyondTheMargin() {
    RollbackPolicy policy = new RollbackPolicy(0.05, 100);
    AbsoluteError before = new AbsoluteError(100, 300_000_000);
    assertThat(policy.decide(new AbsoluteError(100, 315_000_000), before)).isEmpty();
    assertThat(policy.decide(new AbsoluteError(100, 316_000_000), before).orElseThrow())
        .startsWith("The new model's error over 100 labels is 3.160; its predecessor's would be");
    assertThat(policy.decide(new AbsoluteError(99, 990_000_000), before)).isEmpty();
  }
}
