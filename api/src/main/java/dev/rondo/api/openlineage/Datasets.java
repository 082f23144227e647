package dev.rondo.api.openlineage;

import dev.rondo.api.openlineage.RunEvent.Dataset;
import dev.rondo.data.Tables;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.loop.ActiveProject;
import dev.rondo.loop.Projects;
import dev.rondo.loop.source.SourceDefinition;
import dev.rondo.quality.Classification;
import dev.rondo.quality.Contract;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.profile.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What runs read and wrote, as data sets. Code is not data: a bundle is told with the job; nor are
/// results of checks, which are told of the data that they judged.
final class Datasets {
  private static final String QUARANTINE = "quarantine/";

  private final Projects projects;
  private final Tables tables;
  private final SnapshotProfiles profiles;
  private final Name.Space space;

  Datasets(Projects projects, Tables tables, SnapshotProfiles profiles, Name.Space space) {
    this.projects = projects;
    this.tables = tables;
    this.profiles = profiles;
    this.space = space;
  }

  private static boolean isData(AssetRecord record) {
    return switch (record.asset().kind()) {
      case BUNDLE, QUALITY_RESULT, EVALUATION, ALERT, DECISION -> false;
      default -> true;
    };
  }

  /// What a run read. The state before of a table that it appends to is not among them: receivers
  /// would take the table for made of itself.
  List<Dataset> inputs(Caller caller, List<AssetRecord> read, List<AssetRecord> wrote) {
    Set<Name> written =
        wrote.stream().map(one -> name(caller, one.asset())).collect(Collectors.toSet());
    return read.stream()
        .filter(Datasets::isData)
        .filter(one -> !written.contains(name(caller, one.asset())))
        .map(one -> input(caller, one))
        .toList();
  }

  private Dataset input(Caller caller, AssetRecord record) {
    List<Facet> own = new ArrayList<>();
    rows(record)
        .ifPresent(rows -> {
          own.add(DatasetFacets.rowsRead(rows));
          own.add(
              profiles
                  .whole(caller, record)
                  .map(profile -> concealed(caller, record, profile))
                  .map(QualityFacets::read)
                  .orElseGet(() -> QualityFacets.read(rows)));
        });
    return new Dataset(name(caller, record.asset()), facets(caller, record), own);
  }

  private static Optional<Long> rows(AssetRecord record) {
    JsonNode rows = record.facts().path("rows");
    return rows.isNumber() ? Optional.of(rows.longValue()) : Optional.empty();
  }

  /// What a run wrote; rows that were set aside are a data set of their own, so that rows read are
  /// rows written.
  List<Dataset> outputs(Caller caller, List<AssetRecord> wrote, List<QualityRecord> checks) {
    List<Dataset> outputs = new ArrayList<>();
    for (AssetRecord record : wrote) {
      if (isData(record)) {
        outputs.add(output(caller, record, checks));
      }
    }
    quarantined(checks).map(check -> quarantine(caller, check)).ifPresent(outputs::add);
    return outputs;
  }

  /// The check that set most rows aside; none when the whole batch was refused by any of them.
  private static Optional<QualityRecord> quarantined(List<QualityRecord> checks) {
    boolean isRefused = checks.stream().anyMatch(check -> !check.result().blocking().isEmpty());
    return ingested(checks)
        .filter(check -> !isRefused && check.result().quarantined() > 0)
        .max(Comparator.comparingLong(check -> check.result().quarantined()));
  }

  private static Stream<QualityRecord> ingested(List<QualityRecord> checks) {
    return checks.stream().filter(check -> check.handOver() == HandOver.INGEST);
  }

  private Dataset output(Caller caller, AssetRecord record, List<QualityRecord> checks) {
    List<Facet> facets = facets(caller, record);
    boolean isTable = record.asset().kind() == Asset.Kind.SNAPSHOT;
    Optional<Long> written =
        isTable
            ? ingested(checks)
                .filter(check -> check.dataset().equals(record.asset().name()))
                .map(check -> check.result().accepted())
                .min(Comparator.naturalOrder())
            : rows(record);
    if (isTable && written.filter(rows -> rows > 0).isPresent()) {
      profiles
          .added(caller, record)
          .map(profile -> concealed(caller, record, profile))
          .map(QualityFacets::written)
          .ifPresent(facets::add);
    }
    return new Dataset(
        name(caller, record.asset()),
        facets,
        written.map(DatasetFacets::rowsWritten).stream().toList());
  }

  private Dataset quarantine(Caller caller, QualityRecord check) {
    Name name = space.in(caller.project(), QUARANTINE + check.dataset());
    return new Dataset(
        name,
        List.of(DatasetFacets.source(name)),
        List.of(DatasetFacets.rowsWritten(check.result().quarantined())));
  }

  /// The data that a check judged, and what it found.
  Dataset judged(Caller caller, QualityRecord check) {
    Name name = space.of(caller.project(), check.handOver(), check.dataset());
    List<Facet> facets = new ArrayList<>(List.of(DatasetFacets.source(name)));
    if (check.handOver() == HandOver.INGEST) {
      facets.addAll(described(caller, check.dataset()));
    }
    Optional<Contract> contract = contract(caller, check.result());
    QualityResult result =
        check
            .result()
            .concealed(
                contract
                    .or(() -> contractOf(caller, check.dataset()))
                    .map(Classification::hidden)
                    .orElse(Set.of()));
    return new Dataset(
        name,
        facets,
        List.of(DatasetFacets.rowsRead(result.read()), QualityFacets.assertions(result, contract)));
  }

  /// Without figures of what its contract classifies.
  private Profile concealed(Caller caller, AssetRecord record, Profile profile) {
    return contractOf(caller, record.asset().name())
        .map(contract -> profile.masked(Classification.hidden(contract)))
        .orElse(profile);
  }

  private Name name(Caller caller, Asset asset) {
    return space.of(caller.project(), projects.data(caller).orElse(Path.of("/")), asset);
  }

  private List<Facet> facets(Caller caller, AssetRecord record) {
    Asset asset = record.asset();
    List<Facet> facets = new ArrayList<>();
    facets.add(DatasetFacets.source(name(caller, asset)));
    facets.add(DatasetFacets.version(asset));
    facets.add(DatasetFacets.type(asset.kind()));
    if (asset.kind() == Asset.Kind.SNAPSHOT) {
      facets.addAll(described(caller, asset.name()));
    }
    return facets;
  }

  /// A table's columns, and what its contract says.
  private List<Facet> described(Caller caller, String table) {
    Optional<Contract> contract = contractOf(caller, table);
    List<Facet> facets = new ArrayList<>();
    if (tables.list(caller).contains(table)) {
      facets.add(DatasetFacets.schema(tables.schema(caller, table), contract));
    }
    contract.map(DatasetFacets::promised).ifPresent(facets::addAll);
    return facets;
  }

  /// The contract of the source that fills a table.
  private Optional<Contract> contractOf(Caller caller, String table) {
    return projects
        .find(caller)
        .map(ActiveProject::project)
        .flatMap(project ->
            project.sources().values().stream()
                .filter(source -> source.dataset().equals(table))
                .map(SourceDefinition::contract)
                .map(project::contract)
                .findFirst());
  }

  /// The contract that a check judged by, if the project still has it.
  private Optional<Contract> contract(Caller caller, QualityResult result) {
    return projects
        .find(caller)
        .flatMap(active ->
            active.project().contracts().values().stream()
                .filter(one -> one.id().equals(result.contract()))
                .findFirst());
  }
}
