package dev.rondo.loop.source;

import static dev.rondo.kernel.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.Snapshot;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.loop.source.Quarantine.Entry;
import dev.rondo.loop.source.Quarantine.Resolution;
import dev.rondo.loop.source.Quarantine.State;
import dev.rondo.loop.source.Readmission.Candidate;
import dev.rondo.quality.Contract;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.suite.Suite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmissionTest {
  private static final Readmission.Together NOTHING = (_, _) -> {};

  @TempDir Path folder;

  private static Candidate with(Entry entry, String amount) {
    return new Candidate(
        entry.number(),
        FixFile.corrected(entry.content(), Map.of("amount", amount)),
        entry.broken());
  }

  private static Candidate asItCame(Entry entry) {
    return new Candidate(entry.number(), entry.content(), entry.broken());
  }

  private static Readmission.Outcome readmit(
      SourceHarness home, Contract contract, List<Candidate> rows, Readmission.Together together) {
    return readmit(home, Judges.of(contract), rows, together);
  }

  private static Readmission.Outcome readmit(
      SourceHarness home, Judges judges, List<Candidate> rows, Readmission.Together together) {
    return home.readmission.run(
        Callers.ALL,
        home.workbench,
        SourceHarness.ORDERS,
        judges,
        rows,
        new Readmission.Cause("a test", SourceHarness.START, home.clock.instant()),
        together);
  }

  @Test
  void correctedRowsComeBackAndTheOthersStayWithTheirNewRules() {
    try (SourceHarness home = new SourceHarness(folder)) {
      home.arrive(List.of("1", "200", "", "many"));
      home.ingest(Judges.of(SourceHarness.upTo(100)), 1);
      assertThat(home.open())
          .extracting(Entry::broken)
          .containsExactlyInAnyOrder(
              List.of("amount"), List.of("required:amount"), List.of("type:amount"));
      List<Candidate> fixes = new ArrayList<>();
      for (Entry entry : home.open()) {
        fixes.add(with(entry, entry.broken().contains("amount") ? "20" : "-5"));
      }
      Readmission.Outcome outcome = readmit(home, SourceHarness.upTo(100), fixes, NOTHING);
      assertThat(outcome.accepted()).hasSize(1);
      assertThat(outcome.broken().values()).containsOnly(List.of("amount"));
      Snapshot made = outcome.snapshot().orElseThrow();
      assertThat(made.facts()).containsEntry("until", SourceHarness.START.toString());
      assertThat(home.rows()).isEqualTo(2);
      assertThat(home.arrivals())
          .as("the late row arrives now")
          .containsExactly("1969-12-31 23:59:59.999999", "2020-01-01 00:00:00");
      assertThat(home.open()).extracting(Entry::broken).containsOnly(List.of("amount"));
      Entry back =
          home.quarantine.entries(Callers.ALL, "orders", State.REINGESTED, 0, 10).getFirst();
      assertThat(back.content().path("amount").asString()).as("as it came").isEqualTo("200");
      Resolution resolution = back.resolution().orElseThrow();
      assertThat(resolution.snapshot()).hasValue(made.sequence());
      assertThat(resolution.user()).isEqualTo(Callers.ALL.user());
      assertThat(home.quarantine.breaches(Callers.ALL, "orders"))
          .as("as they came")
          .isEqualTo(Map.of("amount", 1L, "required:amount", 1L, "type:amount", 1L));
    }
  }

  @Test
  void rowsThatKeepACorrectedContractComeBackAsTheyCame() {
    try (SourceHarness home = new SourceHarness(folder)) {
      home.arrive(List.of("150", "250"));
      home.ingest(Judges.of(SourceHarness.upTo(100)), 1);
      List<Candidate> rows = home.open().stream().map(ReadmissionTest::asItCame).toList();
      Readmission.Outcome outcome = readmit(home, SourceHarness.upTo(200), rows, NOTHING);
      assertThat(outcome.accepted()).hasSize(1);
      assertThat(home.rows()).isEqualTo(1);
    }
  }

  @Test
  void aRowComesBackOnce() {
    try (SourceHarness home = new SourceHarness(folder)) {
      home.arrive(List.of("1", "200"));
      home.ingest(Judges.of(SourceHarness.upTo(100)), 1);
      List<Candidate> fix = List.of(with(home.open().getFirst(), "3"));
      readmit(home, SourceHarness.upTo(100), fix, NOTHING);
      readmit(home, SourceHarness.upTo(100), fix, NOTHING);
      assertThat(home.rows()).isEqualTo(2);
      assertThat(home.quarantine.counts(Callers.ALL, "orders"))
          .isEqualTo(new Quarantine.Counts(0, 1, 0));
      assertThatThrownBy(
              () -> discard(home, home.quarantine.find(Callers.ALL, "orders", List.of(1L))))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("resolved by somebody else");
    }
  }

  private static void discard(SourceHarness home, List<Entry> entries) {
    home.quarantine.discard(
        Callers.ALL,
        entries,
        new Resolution(
            State.DISCARDED, "dora", home.clock.instant(), "Nobody knows.", OptionalLong.empty()),
        _ -> {});
  }

  /// What ends a commit before it is there ends it as a whole.
  private static void crash() {
    throw Problem.conflict("A crash.");
  }

  /// Random rows, and then anything that may happen to them, in any order.
  @Test
  void countsAlwaysAddUp() {
    int[] run = {0};
    forAll(
        5,
        Random::nextLong,
        seed -> {
          try (SourceHarness home = new SourceHarness(folder.resolve("run" + run[0]++))) {
            Random random = new Random(seed);
            home.arrive(amounts(random));
            Ingested first = home.ingest(Judges.of(SourceHarness.upTo(100)), 1);
            long read = first.rows();
            long accepted = first.quality().orElseThrow().accepted();
            for (int step = 0; step < 8; step++) {
              switch (random.nextInt(5)) {
                case 0, 1 -> {
                  home.arrive(amounts(random));
                  Ingested ingested = home.ingest(Judges.of(SourceHarness.upTo(100)), step + 2);
                  read += ingested.rows();
                  accepted += ingested.quality().orElseThrow().accepted();
                }
                case 2 -> readmit(home, SourceHarness.upTo(100), fixes(home, random), NOTHING);
                case 3 ->
                    readmit(
                        home,
                        SourceHarness.upTo(100 + random.nextInt(100)),
                        home.open().stream().map(ReadmissionTest::asItCame).toList(),
                        NOTHING);
                default -> discard(home, some(home, random));
              }
              addsUp(home, read, accepted);
              assertThatNothingIsHalf(home, random);
              addsUp(home, read, accepted);
            }
          }
        });
  }

  private static List<String> amounts(Random random) {
    return random
        .ints(1 + random.nextInt(20), -50, 250)
        .mapToObj(amount -> amount % 11 == 0 ? "" : amount % 13 == 0 ? "x" : "" + amount)
        .toList();
  }

  private static List<Entry> some(SourceHarness home, Random random) {
    return home.open().stream().filter(_ -> random.nextInt(3) == 0).toList();
  }

  private static List<Candidate> fixes(SourceHarness home, Random random) {
    return some(home, random).stream()
        .map(entry -> with(entry, "" + (random.nextInt(150) - 20)))
        .toList();
  }

  private static void addsUp(SourceHarness home, long read, long accepted) {
    Quarantine.Counts counts = home.quarantine.counts(Callers.ALL, "orders");
    assertThat(read).isEqualTo(accepted + counts.all());
    assertThat(home.rows()).isEqualTo(accepted + counts.reingested());
    assertThat(home.open()).hasSize((int) counts.open());
    var totals = home.quality.totals(Callers.ALL, "orders");
    assertThat(totals.read()).isEqualTo(read);
    assertThat(totals.quarantined()).isEqualTo(counts.all());
  }

  private static void assertThatNothingIsHalf(SourceHarness home, Random random) {
    List<Candidate> rows = fixes(home, random);
    List<Entry> open = home.open();
    long before = home.rows();
    try {
      readmit(home, SourceHarness.upTo(1_000), rows, (_, _) -> crash());
    } catch (Problem e) {
      assertThat(e).hasMessageContaining("A crash.");
      assertThat(home.rows()).isEqualTo(before);
      assertThat(home.open()).isEqualTo(open);
    }
  }

  private static List<Candidate> fixed(SourceHarness home, String... amounts) {
    List<Entry> open = home.open();
    return IntStream.range(0, amounts.length).mapToObj(i -> with(open.get(i), amounts[i])).toList();
  }

  private static List<QualityRecord> kept(SourceHarness home) {
    return home.quality.results(Callers.ALL, "orders", 100);
  }

  /// Stored are 10 and 20; 20 comes back, 30 twice, and 40.
  @Test
  void whatMustBeUniqueIsSoAmongTheRowsThatComeAndThoseThatAreThere() {
    Contract unique = SourceHarness.contract(100, "        unique: true\n");
    Suite suite =
        Suite.parse(
            "suites/once.yaml",
            """
            suite: once
            expect:
              - column_values_to_be_unique: {column: amount}
            """);
    for (Judges judges :
        List.of(Judges.of(unique), new Judges(SourceHarness.upTo(100), List.of(suite)))) {
      try (SourceHarness home = new SourceHarness(folder.resolve(judges.suites().size() + ""))) {
        home.arrive(List.of("10", "20", "200", "210", "220", "230"));
        home.ingest(judges, 1);
        Readmission.Outcome outcome =
            readmit(home, judges, fixed(home, "20", "30", "30", "40"), NOTHING);
        assertThat(outcome.accepted()).containsExactly(4L);
        assertThat(outcome.broken().keySet()).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(outcome.broken().values())
            .allSatisfy(rules ->
                assertThat(rules).singleElement().asString().contains("unique").contains("amount"));
        assertThat(home.open()).extracting(Entry::number).containsExactly(1L, 2L, 3L);
        assertThat(home.rows()).isEqualTo(3);
        Readmission.Outcome next = readmit(home, judges, fixed(home, "40", "50"), NOTHING);
        assertThat(home.rows()).as("40 is there by now").isEqualTo(4);
        QualityResult found = next.found().getLast().result();
        assertThat(found.read()).isEqualTo(2);
        assertThat(found.accepted()).isEqualTo(1);
      }
    }
  }

  @Test
  void whatASuiteSaysOfSingleRowsHoldsForRowsThatComeBack() {
    Suite suite =
        Suite.parse(
            "suites/small.yaml",
            """
            suite: small
            expect:
              - column_values_to_be_between: {column: amount, max_value: 50}
              - column_values_to_be_in_set: {column: amount, value_set: [10, 30], severity: warning}
              - column_pair_values_a_to_be_greater_than_b: {column_A: amount, column_B: id}
              - table_row_count_to_be_between: {min_value: 3}
            """);
    try (SourceHarness home = new SourceHarness(folder)) {
      home.arrive(List.of("10", "11", "12", "200", "210", "220"));
      Judges judges = new Judges(SourceHarness.upTo(100), List.of(suite));
      home.ingest(judges, 1);
      home.clock.advance(SourceHarness.day(1));
      Readmission.Outcome outcome = readmit(home, judges, fixed(home, "60", "30", "2"), NOTHING);
      assertThat(outcome.accepted()).containsExactly(2L);
      assertThat(outcome.broken().get(1L))
          .containsExactly("expect_column_values_to_be_between:amount");
      assertThat(outcome.broken().get(3L))
          .containsExactly("expect_column_pair_values_a_to_be_greater_than_b");
      assertThat(home.open()).extracting(Entry::number).containsExactly(1L, 3L);
      assertThat(outcome.found())
          .extracting(record -> record.result().contract())
          .containsExactly("small", "orders");
      QualityResult found = outcome.found().getLast().result();
      assertThat(found.read()).isEqualTo(3);
      assertThat(found.accepted()).isEqualTo(1);
      assertThat(found.quarantined()).isEqualTo(2);
      assertThat(found.rule("some").orElseThrow().observed()).isEqualTo(RuleResult.ROWS_ALONE);
      assertThat(kept(home)).containsAll(outcome.found());
      assertThat(outcome.found())
          .allSatisfy(record -> assertThat(record.result().blocking()).isEmpty());
    }
  }

  @Test
  void whatATableMayPutUpWithIsNotHeldAgainstARowThatWasSetAsideForAnotherRule() {
    String rule =
        "          - {id: half, type: custom, engine: rondo, implementation: {maximum: 50},"
            + " mustBeLessThan: 3}\n";
    try (SourceHarness home = new SourceHarness(folder)) {
      home.arrive(List.of("10", "70", "-5"));
      Contract contract = SourceHarness.contract(100, rule);
      home.ingest(Judges.of(contract), 1);
      assertThat(home.open()).extracting(Entry::broken).containsExactly(List.of("amount"));
      Readmission.Outcome outcome = readmit(home, contract, fixed(home, "60"), NOTHING);
      assertThat(outcome.accepted()).hasSize(1);
    }
  }

  @Test
  void eachRowKeepsTheRuleThatRowsWereSetAsideForWhateverATableMayPutUpWith() {
    String rule =
        "          - {id: half, type: custom, engine: rondo, implementation: {maximum: 50},"
            + " mustBeLessThan: 3}\n";
    try (SourceHarness home = new SourceHarness(folder)) {
      home.arrive(List.of("60", "70", "80", "200"));
      Contract contract = SourceHarness.contract(100, rule);
      home.ingest(Judges.of(contract), 1);
      assertThat(home.rows()).isZero();
      Readmission.Outcome outcome = readmit(home, contract, fixed(home, "40", "70"), NOTHING);
      assertThat(outcome.accepted()).hasSize(1);
      assertThat(outcome.broken().values()).containsExactly(List.of("half"));
    }
  }

  @Test
  void laterBatchesAreNotComparedWithRowsThatCameBack() {
    Suite suite =
        Suite.parse(
            "suites/even.yaml",
            """
            suite: even
            expect:
              - table_row_count_to_be_close_to_previous: {max_change: 0.1}
              - column_sum_to_be_close_to_previous: {column: amount, max_change: 0.1}
            """);
    Judges judges = new Judges(SourceHarness.upTo(100), List.of(suite));
    try (SourceHarness home = new SourceHarness(folder)) {
      home.arrive(List.of("10", "20", "30", "40", "200"));
      home.ingest(judges, 1);
      readmit(home, judges, fixed(home, "1"), NOTHING);
      home.arrive(List.of("10", "20", "30", "40"));
      home.ingest(judges, 2);
      assertThat(home.rows()).as("four, one that came back, four").isEqualTo(9);
      assertThat(
              home.quality.previousRows(
                  Callers.ALL,
                  HandOver.INGEST,
                  "orders",
                  "orders",
                  SourceHarness.START.plus(SourceHarness.day(2))))
          .hasValue(5);
    }
  }

  @Test
  void callersNeedTheRight() {
    try (SourceHarness home = new SourceHarness(folder)) {
      assertThatThrownBy(() -> home.quarantine.counts(Callers.NONE, "orders"))
          .isInstanceOf(Problem.class);
      assertThatThrownBy(() ->
              home.readmission.run(
                  Callers.NONE,
                  home.workbench,
                  SourceHarness.ORDERS,
                  Judges.of(SourceHarness.upTo(1)),
                  List.of(new Candidate(1, Json.object(), List.of())),
                  new Readmission.Cause("", SourceHarness.START, home.clock.instant()),
                  NOTHING))
          .isInstanceOf(Problem.class);
    }
  }
}
