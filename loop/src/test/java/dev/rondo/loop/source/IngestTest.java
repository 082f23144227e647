package dev.rondo.loop.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.Snapshot;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.quality.Contract;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.profile.KeptProfile;
import dev.rondo.quality.suite.Suite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
  private static final Contract CONTRACT = SourceHarness.upTo(100);

  @TempDir Path folder;
  private SourceHarness home;

  @BeforeEach
  void open() {
    home = new SourceHarness(folder);
  }

  @AfterEach
  void close() {
    home.close();
  }

  /// Orders are small on average: 50 at the most.
  private static Judges small(String severity) {
    Suite suite =
        Suite.parse(
            "suites/small.yaml",
            """
            suite: small
            expect:
              - column_mean_to_be_between: {column: amount, max: 50, severity: %s}
            """
                .formatted(severity));
    return new Judges(CONTRACT, List.of(suite));
  }

  private List<String> told() {
    return home.events.latest(Callers.ALL, 100).reversed().stream().map(Event::type).toList();
  }

  @Test
  void whatWasFoundIsKeptWithTheRows() {
    home.arrive(List.of("10", "20", "300"));
    home.ingest(small("critical"), 1);
    assertThat(home.rows()).isEqualTo(2);
    List<QualityRecord> kept = home.quality.results(Callers.ALL, "orders", 10);
    assertThat(kept)
        .extracting(record -> record.result().contract())
        .as("the contract's is the newest")
        .containsExactly("orders", "small");
    assertThat(kept.getLast().result().read()).as("accepted rows").isEqualTo(2);
    assertThat(home.quality.totals(Callers.ALL, "orders").read()).isEqualTo(3);
  }

  @Test
  void whatASuiteFindsOfClassifiedColumnsIsMasked() {
    Suite suite =
        Suite.parse(
            "suites/even.yaml",
            "suite: even\ncolumns: {amount: [{be_in_set: {value_set: [10], severity: info}}]}");
    Contract secret = SourceHarness.contract(100, "        classification: pii\n");
    home.arrive(List.of("10", "27"));
    home.ingest(new Judges(secret, List.of(suite)), 1);
    assertThat(home.quality.results(Callers.ALL, "orders", 10))
        .filteredOn(record -> record.result().contract().equals("even"))
        .singleElement()
        .satisfies(record ->
            assertThat(record.result().rules().getFirst().sample())
                .singleElement()
                .asString()
                .matches("[*.]+"));
  }

  @Test
  void aFigureOfAClassifiedColumnHasAHistory() {
    Suite suite =
        Suite.parse(
            "suites/sum.yaml",
            """
            suite: sum
            expect:
              - column_sum_to_be_close_to_previous: {column: amount, max_change: 0.5, severity: warning}
            """);
    Contract secret = SourceHarness.contract(100, "        classification: pii\n");
    home.arrive(List.of("10"));
    home.ingest(new Judges(secret, List.of(suite)), 1);
    home.arrive(List.of("90"));
    home.ingest(new Judges(secret, List.of(suite)), 2);
    assertThat(home.quality.results(Callers.ALL, "orders", 10))
        .filteredOn(record -> record.result().contract().equals("sum"))
        .extracting(record -> record.result().rules().getFirst().passed())
        .containsExactly(false, true);
  }

  @Test
  void aCriticalFailureOfASuiteBlocksTheBatch() {
    home.arrive(List.of("90", "95", "300"));
    assertThatThrownBy(() -> home.ingest(small("critical"), 1))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("break the contract small");
    assertThat(home.rows()).isZero();
    assertThat(home.quarantine.count(Callers.ALL, "orders")).isZero();
    assertThat(home.quality.results(Callers.ALL, "orders", 10)).hasSize(2);
    assertThat(home.quality.totals(Callers.ALL, "orders").read()).isZero();
    assertThat(told()).contains("quality.breached");
    home.ingest(Judges.of(CONTRACT), 2);
    assertThat(home.rows()).as("nothing was lost").isEqualTo(2);
    assertThat(home.quality.totals(Callers.ALL, "orders").read()).isEqualTo(3);
  }

  @Test
  void aWarningCommitsAndAlerts() {
    home.arrive(List.of("90"));
    home.ingest(small("warning"), 1);
    assertThat(home.rows()).isEqualTo(1);
    assertThat(told()).contains("quality.warned").doesNotContain("quality.breached");
  }

  @Test
  void anInformationIsOnlyRecorded() {
    home.arrive(List.of("90"));
    home.ingest(small("info"), 1);
    assertThat(home.rows()).isEqualTo(1);
    assertThat(told()).containsOnly("quality.checked");
  }

  @Test
  void rulesOfAContractWarnAndInformToo() {
    String rules =
        "          - {id: half, severity: %s, type: custom, engine: rondo,"
            + " implementation: {maximum: 50}}\n";
    home.arrive(List.of("90"));
    home.ingest(Judges.of(SourceHarness.contract(100, rules.formatted("info"))), 1);
    assertThat(told()).doesNotContain("quality.warned");
    home.arrive(List.of("90"));
    home.ingest(Judges.of(SourceHarness.contract(100, rules.formatted("warning"))), 2);
    assertThat(told()).contains("quality.warned");
    assertThat(home.rows()).isEqualTo(2);
  }

  @Test
  void aTableWithoutAColumnIsRefusedAndTold() {
    home.arrive(List.of("1"));
    Contract other = SourceHarness.contract(100, "      - {name: colour, logicalType: string}\n");
    assertThatThrownBy(() -> home.ingest(Judges.of(other), 1)).hasMessageContaining("'colour'");
    assertThat(told()).containsExactly("quality.breached");
    assertThat(home.rows()).isZero();
  }

  @Test
  void aProfileIsKeptOfWhatSnapshotsAdded() {
    Snapshot first = day(1, 30);
    home.clock.advance(Duration.ofSeconds(5));
    day(2, 40);
    assertThat(home.profiles.latest(Callers.ALL, "orders", 10)).hasSize(1);
    home.clock.advance(Duration.ofSeconds(6));
    Snapshot third = day(3, 50);
    List<KeptProfile> kept = home.profiles.latest(Callers.ALL, "orders", 10);
    assertThat(kept).extracting(KeptProfile::snapshot).containsExactly(third.id(), first.id());
    assertThat(kept).extracting(profile -> profile.profile().rows()).containsExactly(90L, 30L);
    assertThat(kept.getFirst().at()).isEqualTo(SourceHarness.START.plus(Duration.ofDays(3)));
  }

  private Snapshot day(int day, int rows) {
    home.arrive(Collections.nCopies(rows, "1"));
    return home.ingest(Judges.of(CONTRACT), day).snapshot().orElseThrow();
  }
}
