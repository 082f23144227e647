package dev.rondo.quality.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class StrptimeTest {
  private static Optional<Strptime> compiled(String format) {
    try {
      return Optional.of(Strptime.compile(format));
    } catch (Problem e) {
      return Optional.empty();
    }
  }

  @Test
  void readsWhatPythonReads() {
    Set<String> differences = new TreeSet<>();
    int verdicts = 0;
    for (ObjectNode one : Golden.cases("strptime")) {
      String format = one.get("f").stringValue();
      Optional<Strptime> strptime = compiled(format);
      if (strptime.isEmpty() != one.get("r").isNull()) {
        differences.add(Json.write(format) + (strptime.isEmpty() ? " refused" : " accepted"));
        continue;
      }
      for (int i = 0; i < one.get("t").size(); i++) {
        verdicts++;
        String text = one.get("t").get(i).stringValue();
        if (strptime.orElseThrow().test(text) != (one.get("r").get(i).intValue() == 1)) {
          differences.add(Json.write(format) + " on " + Json.write(text));
        }
      }
    }
    assertThat(verdicts).isGreaterThan(10_000);
    Golden.assertOnlyKnown("strptime", differences);
  }

  @Test
  void aFormatThatCannotReadItsOwnWordsIsRefused() {
    assertThatThrownBy(() -> Strptime.compile("%D"))
        .hasMessage("The date format '%D' cannot be used: '%D' cannot be read.");
    assertThatThrownBy(() -> Strptime.compile("%G %V"))
        .hasMessageContaining("it cannot read what it writes, such as '2024 10'");
    assertThatThrownBy(() -> Strptime.compile("%d %d")).hasMessageContaining("twice");
    assertThatThrownBy(() -> Strptime.compile("%Y %")).hasMessageContaining("nothing follows");
  }

  @Test
  void theWholeTextCounts() {
    Strptime date = Strptime.compile("%Y-%m-%d");
    assertThat(date.test("2020-02-29")).isTrue();
    assertThat(date.test("2021-02-29")).isFalse();
    assertThat(date.test("2020-02-29 ")).isFalse();
  }
}
