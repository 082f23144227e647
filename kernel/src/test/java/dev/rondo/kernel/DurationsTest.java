package dev.rondo.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "500ms,PT0.5S",
    "30s,PT30S",
    "5m,PT5M",
    "2h,PT2H",
    "1d,PT24H",
    "4w,PT672H",
    "pt1h30m,PT1H30M"
  })
  void spansOfTimeAreReadAsPeopleWriteThem(String text, Duration duration) {
    assertThat(Durations.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "weekly", "7 days", "-3d", "9999999999d"})
  void otherTextIsNone(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }
}
