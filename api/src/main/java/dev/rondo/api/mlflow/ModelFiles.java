package dev.rondo.api.mlflow;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.ledger.Artifact;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.LoggedModelId;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.Tag;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.scan.ModelFile;
import java.util.List;
import java.util.Optional;

/// What registering a model needs to know of the files that this server keeps. A caller finds only
/// what is in the caller's project. Thread-safe.
final class ModelFiles {
  private static final String ROOT = ArtifactLocation.SCHEME + ":/";

  private final Ledger ledger;
  private final BlobStore blobs;

  ModelFiles(Ledger ledger, BlobStore blobs) {
    this.ledger = ledger;
    this.blobs = blobs;
  }

  /// A model that was logged by itself.
  ///
  /// @param location where its files are
  /// @param run the run that logged it
  record Logged(String id, String location, Optional<String> run) {}

  Optional<Logged> findLogged(Caller caller, String id) {
    return LoggedModelId.isOne(id)
        ? ledger
            .models()
            .find(caller, new LoggedModelId(id))
            .map(model ->
                new Logged(
                    id, LoggedModelJson.uri(model), model.draft().sourceRun().map(RunId::value)))
        : Optional.empty();
  }

  /// Where a run's files are; empty when the run is not known here.
  Optional<String> findLocation(Caller caller, String run) {
    return find(caller, run)
        .map(known ->
            ArtifactLocation.of(ledger.experiments().load(caller, known.experimentId()))
                + "/"
                + run
                + "/artifacts");
  }

  private Optional<Run> find(Caller caller, String run) {
    return RunId.find(run).flatMap(id -> ledger.find(caller, id));
  }

  /// The files below a location, in the order of their paths; empty when they are not here.
  List<ModelFile> files(Caller caller, String location) {
    return place(caller, location)
        .map(place -> {
          String folder = folder(place);
          return ledger.files().all(caller, place.root()).stream()
              .filter(one -> one.path().startsWith(folder))
              .map(one -> file(one, folder))
              .toList();
        })
        .orElse(List.of());
  }

  /// One file of a version that the caller may read, and with it its files: also where the
  /// experiment in which they were logged is hidden from the caller.
  Optional<Artifact> find(Caller caller, ModelVersion version, String path) {
    Caller inside = registry(caller);
    return place(inside, version.source().location())
        .flatMap(place -> ledger.files().find(inside, place.root(), folder(place) + path));
  }

  private static Caller registry(Caller caller) {
    return Caller.platform("registry", caller.project());
  }

  private Optional<ArtifactPath> place(Caller caller, String location) {
    Optional<ArtifactPath> place =
        location.startsWith(ROOT)
            ? ArtifactPath.find(location.substring(ROOT.length()).replaceAll("/+$", ""))
            : Optional.empty();
    place.ifPresent(found -> ledger.files().require(caller, found.experiment(), found.root()));
    return place;
  }

  private static String folder(ArtifactPath place) {
    return place.path().isEmpty() ? "" : place.path() + "/";
  }

  private ModelFile file(Artifact artifact, String folder) {
    return new ModelFile(
        artifact.path().substring(folder.length()),
        artifact.size(),
        artifact.digest(),
        () -> blobs.open(artifact.digest()));
  }

  /// Notes on the logged model that was registered as which version: our own note, which whoever
  /// may register needs no right to write there for.
  void registered(Caller caller, ModelVersion version, String logged) {
    ledger
        .models()
        .changeTag(
            registry(caller),
            new LoggedModelId(logged),
            Tag.MODEL_VERSIONS,
            list -> LoggedModelJson.appended(list, version));
  }
}
