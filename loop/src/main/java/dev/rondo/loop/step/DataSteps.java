package dev.rondo.loop.step;

import dev.rondo.data.Snapshot;
import dev.rondo.features.FeatureService;
import dev.rondo.features.FeatureView;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.EventTime;
import dev.rondo.loop.feature.Materialize;
import dev.rondo.loop.source.Ingest;
import dev.rondo.loop.source.Ingested;
import dev.rondo.loop.source.SourceDefinition;
import dev.rondo.loop.step.ProjectStep.Bench;
import dev.rondo.quality.QualityResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The steps from raw files to feature values.
final class DataSteps {
  private final Ingest ingest;
  private final Materialize materialize;

  DataSteps(Ingest ingest, Materialize materialize) {
    this.ingest = ingest;
    this.materialize = materialize;
  }

  /// Takes what has arrived: parameters `source` and `until`.
  Map<String, ?> ingest(Bench bench) {
    SourceDefinition source =
        bench.active().project().source(Inputs.text(bench.parameters(), "source"));
    EventTime until = Inputs.time(bench.parameters(), "until");
    ingest
        .current(bench.context().caller(), source)
        .ifPresent(before -> bench.run().read(before.asset(), Map.of()));
    Ingested ingested =
        ingest.run(
            bench.context().caller(),
            bench.active().workbench(),
            source,
            bench.active().project().judges(source),
            bench.active().data(),
            until,
            bench.run()::checked);
    ingested.files().forEach(file -> bench.run().read(file, Map.of()));
    ingested.snapshot().ifPresent(s -> bench.run().wrote(s.asset(), facts(s)));
    ingested
        .setAside()
        .ifPresent(rows -> bench.run().wrote(rows, Map.of("dataset", source.dataset())));
    ingested.quality().ifPresent(quality -> metrics(bench, quality));
    bench.context().log(sentence(source, ingested));
    return Map.of(
        "rows",
        ingested.rows(),
        "snapshot",
        ingested.snapshot().map(s -> s.asset().toString()).orElse(""));
  }

  private static void metrics(Bench bench, QualityResult quality) {
    bench
        .run()
        .metrics(
            Map.of(
                "rows_read", (double) quality.read(),
                "rows_accepted", (double) quality.accepted(),
                "rows_quarantined", (double) quality.quarantined()));
  }

  private static String sentence(SourceDefinition source, Ingested ingested) {
    return ingested
        .quality()
        .map(q ->
            "%s: %,d rows read, %,d accepted, %,d quarantined."
                .formatted(source.name(), q.read(), q.accepted(), q.quarantined()))
        .orElse(source.name() + ": nothing new.");
  }

  private static Map<String, Object> facts(Snapshot snapshot) {
    Map<String, Object> facts = new HashMap<>(snapshot.facts());
    facts.put("rows", snapshot.rows());
    facts.put("snapshot_id", Long.toString(snapshot.id()));
    return facts;
  }

  /// Moves the online values: parameters `service` and `moment`.
  Map<String, ?> online(Bench bench) {
    EventTime moment = Inputs.time(bench.parameters(), "moment");
    int changed =
        materialize.online(
            bench.context().caller(),
            bench.active().workbench(),
            views(bench),
            moment,
            source -> bench.run().read(source.asset(), Map.of()));
    readViews(bench);
    bench.run().metrics(Map.of("values_changed", (double) changed));
    return Map.of("changed", changed);
  }

  /// Appends the values of past days: parameters `service` and `until`.
  Map<String, ?> offline(Bench bench) {
    EventTime until = Inputs.time(bench.parameters(), "until");
    Map<String, Snapshot> snapshots =
        materialize.offline(
            bench.context().caller(),
            bench.active().workbench(),
            views(bench),
            until,
            source -> bench.run().read(source.asset(), Map.of()));
    readViews(bench);
    List<Asset> written = snapshots.values().stream().map(Snapshot::asset).toList();
    snapshots.values().forEach(s -> bench.run().wrote(s.asset(), facts(s)));
    return Map.of("snapshots", written.stream().map(Asset::toString).sorted().toList());
  }

  private static void readViews(Bench bench) {
    for (FeatureView view : views(bench)) {
      bench.run().read(view.asset(), Map.of("description", view.description()));
    }
  }

  private static FeatureService service(Bench bench) {
    return bench.active().project().service(Inputs.text(bench.parameters(), "service"));
  }

  private static List<FeatureView> views(Bench bench) {
    return service(bench).distinctViews();
  }
}
