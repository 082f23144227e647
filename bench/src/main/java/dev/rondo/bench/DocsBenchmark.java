package dev.rondo.bench;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleAbout;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.Severity;
import dev.rondo.web.DocsFolder;
import dev.rondo.web.DocsUpdate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/// One more result in a folder of pages that has ten thousand of the same data set, each of 60
/// rules: both languages of every page that it changes.
final class DocsBenchmark implements Benchmark {
  private static final String ADD = "docs.add_ms";
  private static final int STORED = 10_000;
  private static final int CHUNK = 500;
  private static final int RULES = 60;
  private static final int RUNS = 30;
  private static final double LIMIT_MILLIS = 200;
  private static final EventTime START = EventTime.parse("2016-01-01");

  private final IdSource ids;
  private final Random random = new Random(5);
  private int made;

  DocsBenchmark(InstantSource clock) {
    this.ids = new IdSource(clock, new Random(3));
  }

  @Override
  public String title() {
    return "one result of %d rules beside %,d in the pages of a folder; %.0f ms is the limit"
        .formatted(RULES, STORED, LIMIT_MILLIS);
  }

  @Override
  public List<String> figures() {
    return List.of(ADD);
  }

  @Override
  public List<Figure> run() throws Exception {
    try (Scratch home = Scratch.open()) {
      DocsFolder folder = new DocsFolder(home.folder("site"));
      while (made < STORED) {
        folder.add(DocsUpdate.of("trips").with(records(CHUNK)));
      }
      Samples samples =
          Samples.of(
              RUNS,
              () -> {
                DocsUpdate one = DocsUpdate.of("trips").with(records(1));
                long start = System.nanoTime();
                folder.add(one);
                return (System.nanoTime() - start) / 1e6;
              });
      return List.of(new Figure(ADD, "ms", samples));
    }
  }

  private List<QualityRecord> records(int count) {
    List<QualityRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      EventTime at = START.plus(Duration.ofHours(6L * made++));
      List<RuleResult> rules = new ArrayList<>();
      for (int rule = 0; rule < RULES; rule++) {
        rules.add(rule(rule));
      }
      records.add(
          new QualityRecord(
              ids.next(),
              HandOver.INGEST,
              "trips",
              at.toString(),
              at,
              at.value(),
              new QualityResult("trips", "1.0.0", "trips.csv", 10_000, 9_990, 10, 1, rules)));
    }
    return records;
  }

  private RuleResult rule(int number) {
    long breaches = random.nextInt(20) == 0 ? 1 + random.nextInt(10) : 0;
    String column = "column_" + number / 3;
    return new RuleResult(
        "rule-" + number,
        "Every '%s' is at least 0 and at most %d.".formatted(column, number),
        Severity.ERROR,
        false,
        breaches,
        breaches == 0,
        "",
        breaches == 0 ? List.of() : List.of("-1", "-2", "-3", "-4", "-5"),
        OptionalDouble.of(breaches),
        new RuleAbout(
            "每个“%s”都不小于 0 且不大于 %d。".formatted(column, number), List.of(column), "conformity"));
  }
}
