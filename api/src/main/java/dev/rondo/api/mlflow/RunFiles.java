package dev.rondo.api.mlflow;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.ledger.Artifact;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.scan.ModelFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of runs.
final class RunFiles implements ModelFiles {
  private static final Pattern LOCATION =
      Pattern.compile("mlflow-artifacts:/[0-9]+/([0-9a-f]{32})/artifacts(?:/(.*))?");

  private final Ledger ledger;
  private final BlobStore blobs;

  RunFiles(Ledger ledger, BlobStore blobs) {
    this.ledger = ledger;
    this.blobs = blobs;
  }

  @Override
  public Optional<Logged> findLogged(Caller caller, String id) {
    return Optional.empty();
  }

  @Override
  public Optional<String> findLocation(Caller caller, String run) {
    return find(caller, run)
        .map(known ->
            ArtifactLocation.of(ledger.experiments().load(caller, known.experimentId()))
                + "/"
                + run
                + "/artifacts");
  }

  private Optional<Run> find(Caller caller, String run) {
    return run.matches("[0-9a-f]{32}") ? ledger.find(caller, new RunId(run)) : Optional.empty();
  }

  @Override
  public List<ModelFile> files(Caller caller, String location) {
    Matcher matcher = LOCATION.matcher(location);
    if (!matcher.matches() || find(caller, matcher.group(1)).isEmpty()) {
      return List.of();
    }
    String folder = matcher.group(2) == null ? "" : matcher.group(2).replaceAll("/+$", "") + "/";
    return ledger.artifacts(caller, new RunId(matcher.group(1))).stream()
        .filter(one -> one.path().startsWith(folder))
        .map(one -> file(one, folder))
        .toList();
  }

  private ModelFile file(Artifact artifact, String folder) {
    return new ModelFile(
        artifact.path().substring(folder.length()),
        artifact.size(),
        artifact.digest(),
        () -> blobs.open(artifact.digest()));
  }

  @Override
  public void registered(Caller caller, ModelVersion version) {
    // A run's tags say nothing of what became of its files; the registry does.
  }
}
