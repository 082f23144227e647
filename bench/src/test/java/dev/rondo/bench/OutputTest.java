package dev.rondo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputTest {
  private static final Figure PLAIN =
      new Figure("a.rate@32", "1/s", new Samples(List.of(1.0, 2.0, 3.00049)));
  private static final Figure COMPARED =
      new Figure(
          "a.time",
          "ms",
          new Samples(List.of(12.0)),
          Optional.of(new Figure.Peer("by hand", new Samples(List.of(10.0)))));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Output output(boolean isInteractive, boolean isJson) {
    return new Output(new Terminal(stream(out), stream(err), isInteractive, Map.of()), isJson);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void asJsonEachFigureIsOneObjectALine() {
    Output output = output(false, true);
    output.begins("something");
    output.row(PLAIN);
    output.row(COMPARED);
    assertThat(lines())
        .containsExactly(
            """
            {"name":"a.rate@32","median":2.0,"min":1.0,"max":3.0,"runs":3,"unit":"1/s"}\
            """,
            """
            {"name":"a.time","median":12.0,"min":12.0,"max":12.0,"runs":1,"unit":"ms",\
            "peer":"by hand","peer_median":10.0,"ratio":1.2}\
            """);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("something");
  }

  @Test
  void aPipeGetsTabs() {
    output(false, false).row(COMPARED);
    assertThat(lines())
        .containsExactly(
            "name\tmedian\tmin\tmax\truns\tunit\tpeer\tpeer_median\tratio\tlimit\twithin",
            "a.time\t12.0\t12.0\t12.0\t1\tms\tby hand\t10.0\t1.2\t\t");
  }

  @Test
  void aLimitIsOfTheRatioOrElseOfTheMedian() {
    Output output = output(false, true);
    output.row(PLAIN.withLimit(1.5));
    output.row(COMPARED.withLimit(1.5));
    assertThat(lines().get(0)).endsWith("\"limit\":1.5,\"within\":false}");
    assertThat(lines().get(1)).endsWith("\"ratio\":1.2,\"limit\":1.5,\"within\":true}");
  }

  @Test
  void whatCannotBeMeasuredIsSaid() {
    output(false, true).skips("something", "There is no peer.");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("Skipped: something. There is no peer.\n");
  }

  @Test
  void aPersonGetsAlignedColumns() {
    output(true, false).row(PLAIN);
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0).indexOf("median") + "median".length())
        .isEqualTo(lines().get(1).indexOf("2.0") + "2.0".length());
  }
}
