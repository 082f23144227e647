package dev.rondo.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.search.FilterText;
import dev.rondo.kernel.testing.Callers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pages, which are read off indexes as far as these go, are the pieces of the whole, for which all
/// runs are looked at.
class RunPagesTest {
  private static final int RUNS = 150;
  private static final int PAGE = 7;

  @TempDir Path folder;
  private final Random random = new Random(3);
  private final List<ExperimentId> experiments = new ArrayList<>();
  private TestLedger home;
  private Ledger ledger;

  @BeforeEach
  void open() {
    home = new TestLedger(folder);
    ledger = home.ledger;
    for (int i = 0; i < 3; i++) {
      experiments.add(
          ledger.experiments().create(Callers.ALL, "e" + i, Optional.empty(), List.of()).id());
    }
    IntStream.range(0, RUNS).forEach(_ -> add());
  }

  @AfterEach
  void close() {
    home.close();
  }

  private void add() {
    RunDraft draft =
        new RunDraft(
            experiments.get(random.nextInt(3)),
            Optional.of("run " + random.nextInt(20)),
            "ada",
            Optional.empty(),
            home.clock.instant(),
            tags());
    if (random.nextBoolean()) {
      home.clock.advance(Duration.ofSeconds(1));
    }
    RunId run = ledger.runs().create(Callers.ALL, draft).run().id();
    List<Metric> metrics = new ArrayList<>();
    if (random.nextInt(5) > 0) {
      double value = random.nextInt(8) == 0 ? Double.NaN : random.nextInt(9);
      metrics.add(new Metric("m", value, home.clock.instant(), 0));
    }
    List<Parameter> parameters =
        random.nextInt(5) == 0
            ? List.of()
            : List.of(new Parameter("p", "value " + random.nextInt(9)));
    ledger.runs().log(Callers.ALL, run, new RunBatch(parameters, metrics, List.of()));
    if (random.nextInt(12) == 0) {
      ledger.runs().delete(Callers.ALL, run);
    }
  }

  /// Some have none; of one, some values are too long for the index.
  private List<Tag> tags() {
    List<Tag> tags = new ArrayList<>();
    if (random.nextInt(5) > 0) {
      tags.add(new Tag("short", "s" + random.nextInt(12)));
      String end = random.nextInt(6) == 0 ? "x".repeat(300) : "";
      tags.add(new Tag("long", "l" + random.nextInt(12) + end));
    }
    return tags;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      textBlock =
          """
          ~~; ~~
          metrics.m > 2; ~~
          params.p LIKE 'value%'; ~~
          params.p LIKE '%nothing%'; ~~
          params.p ILIKE '%E 4'; metrics.m
          ~~; metrics.m
          ~~; metrics.m DESC
          metrics.m <= 6 AND params.p != 'value 3'; metrics.m DESC
          ~~; params.p
          params.p LIKE '%5'; params.p DESC
          ~~; tags.short
          ~~; tags.short DESC
          tags.short LIKE 's1%'; tags.short
          tags.short IS NOT NULL; tags.short DESC
          tags.short IS NULL; tags.short
          ~~; tags.long
          tags.long LIKE '%xx'; tags.long DESC
          tags.long LIKE 'l1_'; ~~
          tags.long LIKE '%x'; metrics.m
          ~~; attributes.run_name
          ~~; tags.mlflow.runName DESC
          """)
  void arePiecesOfTheWhole(String filter, String order) {
    List<String> orders = order.isEmpty() ? List.of() : List.of(order, "attributes.run_id");
    for (List<ExperimentId> some : List.of(experiments, experiments.subList(0, 1))) {
      List<RunId> whole = ids(found(some, filter, orders, 0, 50_000));
      List<RunId> pieces = new ArrayList<>();
      for (int offset = 0; offset <= whole.size(); offset += PAGE) {
        RunResults piece = found(some, filter, orders, offset, PAGE);
        assertThat(piece.hasMore()).isEqualTo(offset + PAGE < whole.size());
        pieces.addAll(ids(piece));
      }
      assertThat(pieces).isEqualTo(whole);
    }
  }

  private RunResults found(
      List<ExperimentId> some, String filter, List<String> orders, long offset, int limit) {
    return ledger
        .runs()
        .search(
            Callers.ALL,
            new RunSearch(
                some,
                FilterText.parse(RunSearch.VOCABULARY, filter),
                FilterText.orders(RunSearch.VOCABULARY, orders),
                View.ACTIVE,
                offset,
                limit));
  }

  private static List<RunId> ids(RunResults found) {
    List<RunId> ids = new ArrayList<>();
    found.forEach(data -> ids.add(data.run().id()));
    return ids;
  }

  private void assertPages(List<Metric> points, boolean isByStep) {
    RunDraft draft =
        new RunDraft(
            experiments.getFirst(),
            Optional.empty(),
            "ada",
            Optional.empty(),
            home.clock.instant(),
            List.of());
    RunId run = ledger.runs().create(Callers.ALL, draft).run().id();
    ledger.runs().log(Callers.ALL, run, new RunBatch(List.of(), points, List.of()));
    List<Metric> pieces = new ArrayList<>();
    MetricPage page = ledger.runs().history(Callers.ALL, run, "m", Optional.empty(), PAGE);
    while (page.next().isPresent()) {
      pieces.addAll(page.points());
      assertThat(page.next().orElseThrow().isByStep()).isEqualTo(isByStep);
      page = ledger.runs().history(Callers.ALL, run, "m", page.next(), PAGE);
    }
    pieces.addAll(page.points());
    assertThat(pieces)
        .isEqualTo(
            points.stream()
                .sorted(
                    Comparator.comparing(Metric::timestamp)
                        .thenComparing(Metric::step)
                        .thenComparing(Metric::value))
                .toList());
  }

  private double value(int i) {
    return i % 9 == 0 ? Double.NaN : random.nextInt(3);
  }

  @Test
  void aHistoryGoesOnAfterItsLastPoint() {
    assertPages(
        IntStream.range(0, 100)
            .mapToObj(i ->
                new Metric(
                    "m", value(i), Instant.ofEpochMilli(random.nextInt(20)), random.nextInt(3)))
            .distinct()
            .toList(),
        false);
  }

  @Test
  void aHistoryWhoseTimesGrowWithItsStepsIsReadByStep() {
    assertPages(
        IntStream.range(0, 100)
            .mapToObj(i -> new Metric("m", value(i), Instant.ofEpochMilli(i / 7), i / 3))
            .distinct()
            .toList(),
        true);
  }
}
