package dev.rondo.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformTest {
  @TempDir Path folder;

  @Test
  void jarsAreKnownByTheVersionsInTheirNames() {
    String path =
        String.join(
            File.pathSeparator,
            "/lib/duckdb_jdbc-1.4.1.0.jar",
            "/x/helidon-http-4.5.0.jar",
            "/out");
    assertThat(PlatformReader.packages(path))
        .isEqualTo(Map.of("duckdb_jdbc", "1.4.1.0", "helidon-http", "4.5.0"));
  }

  @Test
  void theImageIsWhatTheContainerEngineSays() throws Exception {
    Path file = folder.resolve("containerenv");
    assertThat(PlatformReader.image(file)).isEmpty();
    Files.writeString(file, "engine=\"podman-5\"\nimageid=\"abc123\"\n");
    assertThat(PlatformReader.image(file)).contains("sha256:abc123");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Platform platform =
        new Platform("Linux 6", "25", 4, 1024, Optional.of("sha256:a"), Map.of("b", "2", "a", "1"));
    Platform read = Platform.parse(platform.json());
    assertThat(read).isEqualTo(platform);
    assertThat(read.digest()).isEqualTo(platform.digest());
  }

  @Test
  void aPlatformIsKeptOnceForAllRunsThatHadIt() {
    TestClock clock = new TestClock();
    try (Database database = SqliteDatabase.open(folder.resolve("t.db"), clock);
        Events events = new Events(database, clock)) {
      Ledger ledger = new Ledger(database, events, new IdSource(clock, new Random(1)), clock);
      RunStart start = RunStart.of("task", "fit").withEnvironment(Environment.here("fit"));
      Run first = ledger.start(Callers.ALL, start);
      Run second = ledger.start(Callers.ALL, start);
      assertThat(second.environment().platform()).isEqualTo(first.environment().platform());
      assertThat(ledger.platform(Callers.ALL, first.environment().platform().orElseThrow()))
          .contains(Platform.here());
      List<String> kept =
          database.read(tx -> tx.list("SELECT digest FROM platform", row -> row.text("digest")));
      assertThat(kept).hasSize(1);
      assertThat(first.usage()).isEmpty();
      Usage used = new Usage(Duration.ofMillis(1500), 7);
      ledger.finish(
          Callers.ALL, first.id(), RunStatus.FINISHED, Optional.of(used), RunNotes.NONE, List.of());
      assertThat(ledger.find(Callers.ALL, first.id()).orElseThrow().usage()).contains(used);
    }
  }

  @Test
  void whatAProcessUsesIsCountedFromTheStartOfTheMeter() {
    UsageMeter meter = UsageMeter.start(List::of);
    Usage before = meter.read();
    Usage after = meter.read();
    assertThat(after.cpu()).isGreaterThanOrEqualTo(before.cpu());
    assertThat(before.peakBytes()).isNotNegative();
  }
}
