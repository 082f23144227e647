package dev.rondo.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  @ParameterizedTest
  @CsvSource({
    "2018-04-01T12:30:00,2018-04-01T12:30:00",
    "2018-04-01 12:30:59,2018-04-01T12:30:59",
    "2018-04-01T12:30,2018-04-01T12:30:00",
    "2018-04-01 12:30:00.25,2018-04-01T12:30:00.250",
    "2018-04-01T12:30:00Z,2018-04-01T12:30:00",
    "2018-04-01T12:30:00+02:00,2018-04-01T10:30:00",
    "2018-04-01T12:30:00-04:00,2018-04-01T16:30:00",
    "2018-04-01,2018-04-01T00:00:00",
    "2020-02-29 00:00:00,2020-02-29T00:00:00",
  })
  void readsWhatDataHas(String text, LocalDateTime time) {
    assertThat(Timestamps.parse(text)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2018-04-01T",
        "2018-02-30 00:00:00",
        "2018-04-01 24:00:01",
        "2018-13-01 00:00:00",
        "2018/04/01 00:00:00",
        "2018-04-01  2:00:00",
        "1522585800000",
        "٢٠١٨-٠٤-٠١ ٠٠:٠٠:٠٠",
      })
  void refusesTheRest(String text) {
    assertThat(Timestamps.parse(text)).isEmpty();
  }

  @Test
  void thePlainFormReadsAsTheGeneralOneDoes() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      LocalDateTime time =
          LocalDateTime.of(1, 1, 1, 0, 0).plusSeconds(random.nextLong(9998L * 31_556_952));
      String text = time.format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss"));
      assertThat(Timestamps.parse(text)).contains(time).isEqualTo(Timestamps.parse(text + ".0"));
    }
  }

  @Test
  void aTimeOfNoYearThatIsToldInFourDigitsIsRefused() {
    assertThat(Timestamps.parseZoned("2026-01-31T10:00:00.5+01:00"))
        .isEqualTo(Instant.parse("2026-01-31T09:00:00.5Z"));
    for (String text :
        List.of("+999999999-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "2026-01-31T10:00", "")) {
      assertThatThrownBy(() -> Timestamps.parseZoned(text)).isInstanceOf(DateTimeException.class);
    }
  }
}
