package dev.rondo.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A temporary folder of pages, gone when it closes.
record ScratchSite(Path folder) implements AutoCloseable {
  static ScratchSite open() throws IOException {
    return new ScratchSite(Files.createTempDirectory("data-docs"));
  }

  void pack(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Path file : files()) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      if (Files.isRegularFile(file) && !name.startsWith(DocsFiles.OWN)) {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    zip.finish();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }

  @Override
  public void close() throws IOException {
    for (Path path : files().stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.deleteIfExists(path);
    }
  }
}
