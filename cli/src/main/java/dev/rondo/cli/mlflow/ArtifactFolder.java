package dev.rondo.cli.mlflow;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// The files of one run, logged model or trace at the source.
interface ArtifactFolder {
  /// @param path below the folder, with '/' between its parts
  record File(String path, long size) {}

  /// Reads a file while it comes.
  interface Reader<T> {
    T read(InputStream content) throws IOException;
  }

  /// What is no plain file is told to the report.
  List<File> files(ImportReport report);

  <T> T read(File file, Reader<T> reader);
}
