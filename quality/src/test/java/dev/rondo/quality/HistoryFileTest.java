package dev.rondo.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  private static final EventTime LATER = EventTime.parse("2030-01-01");

  @TempDir Path folder;

  private HistoryFile file() {
    return new HistoryFile(folder.resolve("history.jsonl"));
  }

  private static QualityResult result(String judge, double measured) {
    RuleResult rule =
        new RuleResult(
            "rows",
            "There are rows.",
            Severity.ERROR,
            true,
            0,
            true,
            "",
            List.of(),
            OptionalDouble.of(measured));
    return new QualityResult(judge, "", "t.csv", 1, 1, 0, 0, List.of(rule));
  }

  private List<Double> values(String judge, EventTime before, int most) {
    return file().of(judge).values("rows", before, most).stream().map(Measured::value).toList();
  }

  @Test
  void whatWasMeasuredIsReadAgainOldestFirst() {
    assertThat(values("orders", LATER, 10)).isEmpty();
    file().add(EventTime.parse("2026-01-02"), result("orders", 2));
    file().add(EventTime.parse("2026-01-01"), result("orders", 1));
    file().add(EventTime.parse("2026-01-03"), result("orders", 3));
    file().add(EventTime.parse("2026-01-02"), result("others", 9));

    assertThat(values("orders", LATER, 10)).containsExactly(1.0, 2.0, 3.0);
    assertThat(values("orders", LATER, 2)).containsExactly(2.0, 3.0);
    assertThat(values("orders", EventTime.parse("2026-01-02"), 10)).containsExactly(1.0);
    assertThat(values("others", LATER, 10)).containsExactly(9.0);
  }

  @Test
  void aRepeatedCheckCountsOnce() {
    file().add(EventTime.parse("2026-01-01"), result("orders", 1));
    file().add(EventTime.parse("2026-01-01"), result("orders", 5));
    assertThat(values("orders", LATER, 10)).containsExactly(5.0);
  }

  @Test
  void aLineThatWasCutOffDoesNotCountAndIsWrittenOver() throws IOException {
    file().add(EventTime.parse("2026-01-01"), result("orders", 1));
    String whole = Files.readString(file().path());
    Files.writeString(file().path(), whole + whole.substring(0, 20));
    assertThat(values("orders", LATER, 10)).containsExactly(1.0);

    file().add(EventTime.parse("2026-01-02"), result("orders", 2));
    assertThat(values("orders", LATER, 10)).containsExactly(1.0, 2.0);
    assertThat(Files.readString(file().path()).lines()).hasSize(2);
  }

  @Test
  void everyLineThatIsNoneOfAHistoryIsNamed() throws IOException {
    Files.writeString(
        file().path(),
        "{\"at\":\"2026-01-01T00:00:00Z\",\"judge\":\"orders\",\"measured\":{}}\nnonsense\n"
            + "{\"at\":\"yesterday\",\"judge\":\"orders\"}\n");
    assertThatThrownBy(() -> file().of("orders"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem ->
                assertThat(problem.mistakes())
                    .extracting(mistake -> mistake.line())
                    .containsExactly(2, 3));
  }
}
