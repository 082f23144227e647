package dev.rondo.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.registry.evaluation.Measure.Good;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenseTest {
  @ParameterizedTest
  @CsvSource({
    "val_loss, LOW",
    "training_mean_absolute_error, LOW",
    "mae, LOW",
    "eval/brier score, LOW",
    "training_r2_score, HIGH",
    "F1, HIGH",
    "val.accuracy, HIGH",
    "macro_f1, HIGH",
    "bias, NEITHER",
    "seconds, NEITHER",
    "maelstrom, NEITHER"
  })
  void aNameTellsWhichWayIsGood(String metric, Good good) {
    assertThat(Sense.good(metric)).isEqualTo(good);
  }

  @Test
  void whatCannotBeComparedHasNoBest() {
    assertThat(Sense.best("mae", List.of(2.0, 1.0, Double.NaN))).hasValue(1.0);
    assertThat(Sense.best("accuracy", List.of(0.5, Double.POSITIVE_INFINITY, 0.25))).hasValue(0.5);
    assertThat(Sense.best("mae", List.of(1.0, 1.0))).isEmpty();
    assertThat(Sense.best("mae", List.of(Double.NaN, 1.0))).isEmpty();
    assertThat(Sense.best("seconds", List.of(1.0, 2.0))).isEmpty();
  }
}
