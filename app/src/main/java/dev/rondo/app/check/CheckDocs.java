package dev.rondo.app.check;

import dev.rondo.kernel.IdSource;
import dev.rondo.quality.Contract;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.check.CheckResult;
import dev.rondo.quality.check.Expected;
import dev.rondo.quality.docs.LineageDocs;
import dev.rondo.quality.suite.SuiteResult;
import dev.rondo.web.DocsFolder;
import dev.rondo.web.DocsUpdate;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Adds what a check found to the pages in a folder, with a profile of the rows and where they came
/// from.
record CheckDocs(CheckResult result, Expected expected, String given) {
  private static final int MOST_FILES = 12;

  void add(Path folder) {
    DocsUpdate update = DocsUpdate.of(dataset()).with(lineage()).with(records());
    if (result.profile().isPresent()) {
      update = update.with(result.profile().get());
    }
    new DocsFolder(folder)
        .add(expected.contract().isPresent() ? update.with(expected.contract().get()) : update);
  }

  /// The name that was given, else the contract's table, else the file's name without its ending.
  private String dataset() {
    if (!given.isEmpty()) {
      return given;
    }
    String file = name(result.places().getFirst());
    return expected
        .contract()
        .map(Contract::object)
        .orElse(file.indexOf('.') > 0 ? file.substring(0, file.indexOf('.')) : file);
  }

  /// The last judge counts the rows for all of them.
  private List<QualityRecord> records() {
    List<QualityRecord> records =
        new ArrayList<>(result.found().stream().map(this::record).toList());
    records.subList(0, records.size() - 1).replaceAll(QualityRecord::asCountedElsewhere);
    return records;
  }

  private QualityRecord record(QualityResult found) {
    Clock clock = Clock.systemUTC();
    return new QualityRecord(
        IdSource.secure(clock).next(),
        HandOver.INGEST,
        dataset(),
        batch(),
        result.at(),
        clock.instant(),
        found);
  }

  /// The files' names without their folders.
  private String batch() {
    int more = result.places().size() - 1;
    String first = name(result.places().getFirst());
    return more == 0 ? first : first + " + " + more;
  }

  private static String name(String place) {
    return place.substring(place.lastIndexOf('/') + 1);
  }

  private LineageDocs lineage() {
    String dataset = dataset();
    List<LineageDocs.Node> nodes = new ArrayList<>();
    List<LineageDocs.Edge> edges = new ArrayList<>();
    nodes.add(new LineageDocs.Node("dataset", "dataset", dataset, "", ""));
    for (String place : result.places().stream().limit(MOST_FILES).toList()) {
      nodes.add(new LineageDocs.Node("file/" + place, "source-file", name(place), "", ""));
      edges.add(new LineageDocs.Edge("file/" + place, "dataset"));
    }
    List<String> judges = new ArrayList<>();
    result.suite().map(SuiteResult::suite).ifPresent(judges::add);
    expected.contract().map(Contract::id).ifPresent(judges::add);
    for (String judge : judges) {
      nodes.add(new LineageDocs.Node("check/" + judge, "check", judge, "", ""));
      edges.add(new LineageDocs.Edge("dataset", "check/" + judge));
    }
    return new LineageDocs(nodes, edges, result.places().size() <= MOST_FILES);
  }
}
