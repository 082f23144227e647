package dev.rondo.app.check;

import dev.rondo.data.source.Progress;
import dev.rondo.data.source.RowSource;
import dev.rondo.data.source.Rows;
import dev.rondo.data.source.SourceFile;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.loop.source.SourceBatch;
import dev.rondo.loop.source.SourceDefinition;
import dev.rondo.loop.source.SourceParser;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractParser;
import dev.rondo.quality.check.Expected;
import dev.rondo.quality.check.RowLoader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Files of a project that are read without the rest of it: each knows its project by the
/// `project.yaml` in a folder above.
final class ProjectFiles {
  private ProjectFiles() {}

  /// A source with the file that defines it.
  record Found(SourceDefinition source, Path file, Path project) {
    /// The contract that the source names.
    Contract contract() {
      return ProjectFiles.contract(project.resolve(source.contract()));
    }

    /// Loads files' rows as the source makes them.
    RowLoader loader(RowSource rows, Progress progress) {
      if (!(rows instanceof RowSource.OfFiles files)) {
        throw Problem.invalid(
            "The source '%s' reads files; name files, or leave --source out.", source.name());
      }
      List<Path> paths = files.files().stream().map(SourceFile::path).toList();
      List<String> names = files.files().stream().map(SourceFile::name).toList();
      return session -> {
        try {
          SourceBatch.read(session.sql(), source, paths, progress);
        } finally {
          progress.ended();
        }
        return Rows.of(SourceBatch.RELATION, names);
      };
    }
  }

  static Contract contract(Path file) {
    return ContractParser.parse(file.toString(), Expected.text(file));
  }

  static Found source(Path file) {
    Path project =
        project(file)
            .orElseThrow(() ->
                Problem.invalid(
                    "'%s' lies in no project: a folder above it must have a project.yaml.", file));
    return source(file, project);
  }

  private static Found source(Path file, Path project) {
    return new Found(
        SourceParser.parse(
            Yaml.parse(file.toString(), Expected.text(file)),
            path -> {
              Path other = project.resolve(path);
              return Files.isRegularFile(other)
                  ? Optional.of(Expected.text(other))
                  : Optional.empty();
            }),
        file,
        project);
  }

  /// The one source of a contract's project that names the contract.
  static Optional<Found> sourceOf(Path contract) {
    Optional<Path> project = project(contract);
    if (project.isEmpty()) {
      return Optional.empty();
    }
    List<Found> found = new ArrayList<>();
    Path sources = project.get().resolve("sources");
    if (Files.isDirectory(sources)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(sources, "*.yaml")) {
        for (Path file : files) {
          Found one = source(file, project.get());
          if (isSame(project.get().resolve(one.source().contract()), contract)) {
            found.add(one);
          }
        }
      } catch (IOException e) {
        throw Problem.wrap(
            ProblemCode.INVALID_FILE, "'" + sources + "' cannot be read: " + e.getMessage(), e);
      }
    }
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static boolean isSame(Path a, Path b) throws IOException {
    return Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
  }

  /// The folder above with a `project.yaml`, as seen from here.
  private static Optional<Path> project(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath().normalize();
    for (Path at = absolute.getParent(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("project.yaml"))) {
        return Optional.of(at.startsWith(here) ? here.relativize(at) : at);
      }
    }
    return Optional.empty();
  }
}
