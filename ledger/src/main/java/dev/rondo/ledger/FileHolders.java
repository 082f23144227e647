package dev.rondo.ledger;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Transaction;
import java.util.Optional;

/// Who else needs files of runs and logged models to stay as they are.
@FunctionalInterface
public interface FileHolders {
  /// A holder of a file, or of something in a folder, in words such as "version 3 of 'taxi'".
  ///
  /// @param tx where it is asked, so that the answer holds until the change is made
  /// @param path empty for everything
  Optional<String> find(
      Transaction tx, ProjectName project, ExperimentId experiment, ArtifactRoot root, String path);
}
