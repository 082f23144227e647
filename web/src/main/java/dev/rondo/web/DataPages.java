package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.data.Snapshot;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.source.Quarantine;
import dev.rondo.quality.Contract;
import dev.rondo.quality.DataDocs;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.QualityTotals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `/data`: data sets with their snapshots and contracts; `/data/{dataset}`: how one keeps its
/// contract, rule by rule, and what was set aside.
final class DataPages {
  private static final int BATCHES = 120;
  private static final long WEEK_MILLIS = Duration.ofDays(7).toMillis();
  private static final int SAMPLES = 20;
  private static final int SNAPSHOTS = 5;

  private final Site site;
  private final Parts parts;

  DataPages(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  /// A table with its newest snapshots, newest first.
  record TableRow(String name, int columns, long commits, List<Snapshot> snapshots) {}

  /// A data set that was checked.
  record CheckedRow(String dataset, QualityTotals totals, Optional<QualityRecord> newest) {}

  record ListView(List<CheckedRow> checked, List<TableRow> tables, List<Contract> contracts) {}

  /// @param contract its name and version
  /// @param checks how many the docs and the chart tell of
  /// @param docs empty when the contract is no longer among the project's files
  record DatasetView(
      String dataset,
      String contract,
      Optional<DataDocs> docs,
      int checks,
      QualityTotals totals,
      Optional<Chart> chart,
      long quarantined,
      List<Quarantine.Entry> samples) {}

  Response list(Request request) {
    Caller caller = request.caller();
    ListView view =
        new ListView(
            parts.data().quality().datasets(caller).stream()
                .map(dataset -> checked(caller, dataset))
                .toList(),
            parts.data().tables().list(caller).stream().map(t -> table(caller, t)).toList(),
            contracts(caller));
    Frame frame = site.frame(request, "Data", "data", "rondo status");
    return site.page("data.jte", frame, view);
  }

  private List<Contract> contracts(Caller caller) {
    return parts.projects().find(caller).map(ProjectFacts::contracts).orElse(List.of());
  }

  private CheckedRow checked(Caller caller, String dataset) {
    var quality = parts.data().quality();
    return new CheckedRow(
        dataset,
        quality.totals(caller, dataset),
        quality.results(caller, dataset, 1).stream().findFirst());
  }

  private TableRow table(Caller caller, String name) {
    List<Snapshot> all = parts.data().tables().snapshots(caller, name);
    return new TableRow(
        name,
        parts.data().tables().schema(caller, name).columns().size(),
        all.size(),
        all.reversed().stream().limit(SNAPSHOTS).toList());
  }

  Response dataset(Request request) {
    Caller caller = request.caller();
    String dataset = request.parameter("dataset");
    List<QualityRecord> all = parts.data().quality().results(caller, dataset, BATCHES);
    if (all.isEmpty()) {
      throw Problem.notFound("There is no checked data set '%s'.", dataset);
    }
    QualityResult newest = all.getFirst().result();
    List<QualityRecord> records =
        all.stream().filter(r -> r.result().contract().equals(newest.contract())).toList();
    var quarantine = parts.data().quarantine();
    Optional<DataDocs> docs =
        contract(caller, records.getFirst()).map(contract -> DataDocs.of(contract, records));
    DatasetView view =
        new DatasetView(
            dataset,
            newest.contract() + " " + newest.version(),
            docs,
            records.size(),
            parts.data().quality().totals(caller, dataset),
            chart(records.reversed()),
            quarantine.counts(caller, dataset).open(),
            quarantine.latest(caller, dataset, SAMPLES));
    Frame frame = site.frame(request, dataset, "data", "");
    return site.page("dataset.jte", frame, view);
  }

  private Optional<Contract> contract(Caller caller, QualityRecord newest) {
    return contracts(caller).stream()
        .filter(contract -> contract.id().equals(newest.result().contract()))
        .findFirst();
  }

  /// The share of rows that was set aside, week by week: a day may have a single row.
  private static Optional<Chart> chart(List<QualityRecord> oldestFirst) {
    Map<Long, long[]> weeks = new TreeMap<>();
    for (QualityRecord record : oldestFirst) {
      long week = Math.floorDiv(record.eventTime().value().toEpochMilli(), WEEK_MILLIS);
      long[] sums = weeks.computeIfAbsent(week, _ -> new long[2]);
      sums[0] += record.result().quarantined();
      sums[1] += record.result().read();
    }
    List<double[]> points =
        weeks.entrySet().stream()
            .filter(week -> week.getValue()[1] > 0)
            .map(week ->
                new double[] {
                  week.getKey() * WEEK_MILLIS, 100.0 * week.getValue()[0] / week.getValue()[1]
                })
            .toList();
    return points.size() < 2
        ? Optional.empty()
        : Optional.of(Chart.overTime("%").line("rows set aside", points, false));
  }

  /// Where the points of a rule's breaches lie in a drawing of 120 by 22.
  static String spark(List<DataDocs.Point> history) {
    long most = Math.max(1, history.stream().mapToLong(DataDocs.Point::breaches).max().orElse(1));
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < history.size(); i++) {
      long x = Math.round(120.0 * i / Math.max(1, history.size() - 1));
      long y = Math.round(20 - 18.0 * history.get(i).breaches() / most);
      points.append(x).append(',').append(y).append(' ');
    }
    return points.toString().strip();
  }
}
