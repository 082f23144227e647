package dev.rondo.web;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Pages on their way into an archive. What is written once goes there at once, so that whoever
/// waits gets something and the disk nothing; what changes until the end lies in a temporary
/// folder, which is gone when this closes. Confined to one thread.
final class ScratchSite implements AutoCloseable {
  private final Path folder;
  private final ZipOutputStream zip;

  ScratchSite(OutputStream out) throws IOException {
    this.folder = Files.createTempDirectory("data-docs");
    this.zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.BEST_SPEED);
  }

  /// For data sets each of whose results is added once, and nothing hidden later.
  DocsFiles files() {
    return new DocsFiles(
        folder, (name, text) -> name.contains("/" + DocsFolder.RESULTS) && put(name, text));
  }

  private boolean put(String name, String text) {
    try {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Adds the rest, and ends the archive.
  void pack() throws IOException {
    for (Path file : all()) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      if (Files.isRegularFile(file) && !name.startsWith(DocsFiles.OWN)) {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    zip.finish();
  }

  private List<Path> all() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }

  @Override
  public void close() throws IOException {
    for (Path path : all().stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.deleteIfExists(path);
    }
  }
}
