package dev.rondo.api.openlineage;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.ProjectName;
import dev.rondo.quality.HandOver;
import java.nio.file.Path;

/// How the standard names a job or a data set: unique in its namespace, which says whose it is.
public record Name(String namespace, String name) {
  private static final String FILES = "file";

  /// The names of one installation.
  ///
  /// @param root of all namespaces, such as `rondo://local`
  record Space(String root) {
    /// The namespace of a project's jobs and of all its data but source files.
    String of(ProjectName project) {
      return root + "/" + project;
    }

    Name in(ProjectName project, String name) {
      return new Name(of(project), name);
    }

    /// A table has its own name, whichever snapshot it is; a source file that of the file; anything
    /// else has its kind before its name.
    ///
    /// @param folder of the project's source files
    Name of(ProjectName project, Path folder, Asset asset) {
      return switch (asset.kind()) {
        case SNAPSHOT -> in(project, asset.name());
        case SOURCE_FILE -> new Name(FILES, folder.resolve(asset.name()).toString());
        default -> in(project, asset.kind().text() + "/" + asset.name());
      };
    }

    /// The data that a check judged.
    Name of(ProjectName project, HandOver handOver, String dataset) {
      return in(
          project,
          switch (handOver) {
            case INGEST -> dataset;
            case TRAINING -> Asset.Kind.TRAINING_SET.text() + "/" + dataset;
            case REQUEST, PREDICTION -> handOver.text() + "/" + dataset;
          });
    }
  }

  boolean isFile() {
    return namespace.equals(FILES);
  }
}
