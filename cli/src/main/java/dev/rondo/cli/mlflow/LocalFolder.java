package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Files in a folder of this machine. Links are not followed.
record LocalFolder(Path folder) implements ArtifactFolder {

  @Override
  public List<File> files(ImportReport report) {
    List<File> files = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try {
      Files.walkFileTree(folder, visitor(files, report));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
    files.sort(Comparator.comparing(File::path));
    return files;
  }

  private SimpleFileVisitor<Path> visitor(List<File> files, ImportReport report) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
          String path = folder.relativize(file).toString().replace(java.io.File.separator, "/");
          files.add(new File(path, attributes.size()));
        } else {
          report.missing("artifact", file.toString(), "It is a link or no plain file.");
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException e) {
        report.missing("artifact", file.toString(), "It cannot be read: " + e.getMessage() + ".");
        return FileVisitResult.CONTINUE;
      }
    };
  }

  @Override
  public <T> T read(File file, Reader<T> reader) {
    Path path = folder.resolve(file.path());
    try (InputStream content = Files.newInputStream(path)) {
      return reader.read(content);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static Problem unreadable(Path path, IOException e) {
    return Problem.wrap(
        ProblemCode.INVALID_DATA, "'" + path + "' cannot be read: " + e.getMessage() + ".", e);
  }
}
