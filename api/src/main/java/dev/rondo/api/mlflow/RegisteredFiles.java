package dev.rondo.api.mlflow;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.FileHolders;
import dev.rondo.registry.VersionFiles;
import java.util.Optional;

/// The files that versions of registered models consist of, by the addresses under which clients
/// registered them: nobody changes what was scanned. Stateless.
public final class RegisteredFiles implements FileHolders {
  @Override
  public Optional<String> find(
      Transaction tx,
      ProjectName project,
      ExperimentId experiment,
      ArtifactRoot root,
      String path) {
    return switch (root.kind()) {
      case RUN -> find(tx, project, experiment + "/" + root.id(), path);
      case MODEL -> find(tx, project, experiment + "/models/" + root.id(), path);
      case TRACE -> Optional.empty();
    };
  }

  private static Optional<String> find(
      Transaction tx, ProjectName project, String owner, String path) {
    String root = ArtifactLocation.SCHEME + ":/" + owner + "/artifacts";
    return VersionFiles.findVersion(tx, project, root, path);
  }
}
