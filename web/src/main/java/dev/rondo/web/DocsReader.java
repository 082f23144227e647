package dev.rondo.web;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Direction;
import dev.rondo.quality.Contract;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.docs.DatasetDocs;
import dev.rondo.quality.docs.LineageDocs;
import dev.rondo.quality.profile.KeptProfile;
import dev.rondo.quality.profile.Profile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Joins what the components know of a data set. Thread-safe.
final class DocsReader {
  private static final int PROFILES = 12;
  private static final int NODES = 160;
  private static final int RECENT = 60;
  private static final int PAGE = 500;
  private static final List<Asset.Kind> KINDS =
      List.of(
          Asset.Kind.SNAPSHOT, Asset.Kind.FEATURE_VIEW, Asset.Kind.TRAINING_SET, Asset.Kind.MODEL);

  private final Parts parts;

  DocsReader(Parts parts) {
    this.parts = parts;
  }

  List<Contract> contracts(Caller caller) {
    return parts.projects().find(caller).map(ProjectFacts::contracts).orElse(List.of());
  }

  /// What its newest checks found, under its contract; without its lineage.
  ///
  /// @throws Problem `not-found` when it was never checked
  DatasetDocs docs(Caller caller, String dataset) {
    List<QualityRecord> records =
        parts.data().quality().results(caller, dataset, DatasetDocs.SHOWN);
    if (records.isEmpty()) {
      throw Problem.notFound("There is no checked data set '%s'.", dataset);
    }
    DatasetDocs docs = DatasetDocs.of(dataset).masking(personal(caller, dataset));
    for (QualityRecord record : records.reversed()) {
      docs = docs.plus(record);
    }
    docs = docs.with(parts.data().quality().days(caller, dataset));
    Optional<Contract> contract = contract(caller, dataset, records);
    return contract.isPresent() ? docs.with(contract.get()) : docs;
  }

  private Optional<Contract> contract(
      Caller caller, String dataset, List<QualityRecord> newestFirst) {
    List<Contract> all = contracts(caller);
    return newestFirst.stream()
        .flatMap(record ->
            all.stream().filter(contract -> contract.id().equals(record.result().contract())))
        .findFirst()
        .or(() -> all.stream().filter(contract -> contract.object().equals(dataset)).findFirst());
  }

  private Set<String> personal(Caller caller, String dataset) {
    return parts.data().profiles().latest(caller, dataset, 1).stream()
        .findFirst()
        .map(kept -> kept.profile().personalColumns())
        .orElse(Set.of());
  }

  /// One check with what is masked by now.
  ///
  /// @throws Problem `not-found` when there is none
  QualityRecord result(Caller caller, String dataset, String id) {
    QualityRecord kept =
        parts
            .data()
            .quality()
            .find(caller, dataset, id)
            .orElseThrow(() ->
                Problem.notFound("There is no check '%s' of the data set '%s'.", id, dataset));
    return kept.concealed(docs(caller, dataset).hidden());
  }

  /// Of the newest snapshots together, as far as they have the same columns.
  Optional<Profile> profile(Caller caller, String dataset) {
    Optional<Profile> whole = Optional.empty();
    for (KeptProfile kept : parts.data().profiles().latest(caller, dataset, PROFILES)) {
      if (whole.isPresent() && !hasSameColumns(whole.get(), kept.profile())) {
        break;
      }
      whole = whole.map(kept.profile()::merge).or(() -> Optional.of(kept.profile()));
    }
    return whole;
  }

  private static boolean hasSameColumns(Profile one, Profile other) {
    return names(one).equals(names(other));
  }

  private static List<String> names(Profile profile) {
    return profile.columns().stream().map(column -> column.name()).toList();
  }

  /// Up from the newest of its assets, and down from one that others have had time to read.
  LineageDocs lineage(Caller caller, String dataset) {
    List<Asset> newestFirst =
        KINDS.stream()
            .map(kind -> parts.ledger().assets(caller, kind, dataset, RECENT))
            .filter(found -> !found.isEmpty())
            .findFirst()
            .orElse(List.of())
            .stream()
            .map(AssetRecord::asset)
            .toList();
    if (newestFirst.isEmpty()) {
      return LineageDocs.NONE;
    }
    return LineageView.docs(
        List.of(
            parts.ledger().lineage(caller, newestFirst.getFirst(), Direction.UPSTREAM, NODES),
            parts.ledger().lineage(caller, newestFirst.getLast(), Direction.DOWNSTREAM, 4 * NODES)),
        Frame.PLAIN);
  }

  /// All data sets with all of their checks, as a folder in an archive.
  void archive(Caller caller, OutputStream out) throws IOException {
    try (ScratchSite scratch = new ScratchSite(out)) {
      DocsFolder folder = new DocsFolder(scratch.files());
      for (String dataset : parts.data().quality().datasets(caller)) {
        add(caller, dataset, folder);
      }
      scratch.pack();
    } catch (IOException | UncheckedIOException e) {
      throw Problem.wrap(ProblemCode.INTERNAL, "The pages cannot be written: " + e.getMessage(), e);
    }
  }

  /// Results in pages, so that few are in memory; all the rest comes before them.
  private void add(Caller caller, String dataset, DocsFolder folder) {
    DatasetDocs docs = docs(caller, dataset);
    DocsUpdate first =
        DocsUpdate.of(dataset)
            .with(caller.project().value())
            .with(lineage(caller, dataset))
            .masking(docs.hidden());
    Optional<Contract> contract =
        contract(
            caller, dataset, parts.data().quality().results(caller, dataset, DatasetDocs.SHOWN));
    first = contract.isPresent() ? first.with(contract.get()) : first;
    Optional<Profile> profile = profile(caller, dataset);
    folder.add(profile.isPresent() ? first.with(profile.get()) : first);
    parts
        .data()
        .quality()
        .pages(caller, dataset, PAGE, page -> folder.add(DocsUpdate.of(dataset).with(page)));
  }
}
