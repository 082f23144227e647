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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmissionTest {
  private static final Readmission.Together NOTHING = (_, _) -> {};

  @TempDir Path folder;

  private static Candidate with(Entry entry, String amount) {
    return new Candidate(
        entry.number(), FixFile.corrected(entry.content(), Map.of("amount", amount)));
  }

  private static Candidate asItCame(Entry entry) {
    return new Candidate(entry.number(), entry.content());
  }

  private static Readmission.Outcome readmit(
      SourceHarness home, Contract contract, List<Candidate> rows, Readmission.Together together) {
    return home.readmission.run(
        Callers.ALL,
        home.workbench,
        SourceHarness.ORDERS,
        contract,
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
                  SourceHarness.upTo(1),
                  List.of(new Candidate(1, Json.object())),
                  new Readmission.Cause("", SourceHarness.START, home.clock.instant()),
                  NOTHING))
          .isInstanceOf(Problem.class);
    }
  }
}
