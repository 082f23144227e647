package dev.rondo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.RondoCommand;
import dev.rondo.cli.Terminal;
import dev.rondo.kernel.testing.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
  @Test
  void anUnknownNameIsAMistakeThatListsTheFigures() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(new PrintStream(out), new PrintStream(err), false, Map.of());
    int code =
        RondoCommand.build(terminal, List.of(new BenchCommand(new TestClock())))
            .execute("bench", "speed");
    assertThat(code).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("'speed'")
        .contains(
            "start.ready_ms",
            "start.ready_without_cache_ms",
            "data.ingest_rows_per_second",
            "features.pit_join",
            "serving.infer_requests_per_second@1",
            "serving.infer_p50_ms@32",
            "serving.infer_p99_ms@32",
            "workflow.fanout_tasks_per_second@10000");
  }
}
