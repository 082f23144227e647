package dev.rondo.bench;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.suite.GreatExpectations;
import dev.rondo.quality.suite.Suite;
import dev.rondo.quality.suite.SuiteResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The suite of 63 expectations; beside it Great Expectations with the same suite, as we write it
/// for others, on a pandas data frame. Both begin with the same file.
final class GreatBenchmark implements Benchmark {
  private static final String NAME = "quality.suite63_great_expectations_ms";
  private static final long ROWS = 1_000_000;
  private static final int RUNS = 7;
  private static final double MOST_OF_PEER = 0.1;

  @Override
  public String title() {
    return "63 expectations of %,d rows by 21 columns, and Great Expectations on pandas"
        .formatted(ROWS);
  }

  @Override
  public List<String> figures() {
    return List.of(NAME);
  }

  @Override
  public Optional<String> obstacle() {
    return GreatProcess.obstacle();
  }

  @Override
  public List<Figure> run() throws Exception {
    Suite suite = SuiteTable.suite();
    try (SuiteTable table = SuiteTable.open(ROWS)) {
      Path json = table.home().folder().resolve("suite.json");
      Files.writeString(json, Json.write(numbered(GreatExpectations.V1.write(suite))));
      try (GreatProcess peer = GreatProcess.start(table.home().folder(), table.file(), json)) {
        return List.of(compare(table, suite, peer));
      }
    }
  }

  /// Great Expectations gives results in an order of its own.
  private static ObjectNode numbered(ObjectNode suite) {
    int at = 0;
    for (JsonNode expectation : suite.path("expectations")) {
      ((ObjectNode) expectation).withObject("meta").put("at", at++);
    }
    return suite;
  }

  private static Figure compare(SuiteTable table, Suite suite, GreatProcess peer) throws Exception {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int i = 0; i <= RUNS; i++) {
      long start = System.nanoTime();
      SuiteResult result = SuiteTable.check(table.session(), suite);
      double millis = (System.nanoTime() - start) / 1e6;
      GreatProcess.Judged judged = peer.judge();
      requireSame(result, judged);
      if (i > 0) {
        ours.add(millis);
        theirs.add(judged.millis());
      }
    }
    Figure.Peer great = new Figure.Peer("Great Expectations, pandas", new Samples(theirs));
    return new Figure(NAME, "ms", new Samples(ours), Optional.of(great)).withLimit(MOST_OF_PEER);
  }

  /// The same verdicts, and as many bad rows.
  private static void requireSame(SuiteResult ours, GreatProcess.Judged theirs) {
    List<String> verdicts =
        ours.results().stream()
            .map(one ->
                one.result().success()
                    + " "
                    + one.result().result().path("unexpected_count").asInt(0))
            .toList();
    if (!verdicts.equals(theirs.verdicts())) {
      throw Problem.conflict(
          "Great Expectations gives other verdicts: %s, not %s.", theirs.verdicts(), verdicts);
    }
  }
}
