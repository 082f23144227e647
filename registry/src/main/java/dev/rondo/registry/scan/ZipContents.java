package dev.rondo.registry.scan;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/// Looks into the entries of a ZIP archive, such as PyTorch's and NumPy's files are. Confined to
/// one thread.
final class ZipContents {
  private static final int HEAD = 30;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int BZIP2 = 12;

  private final Contents contents;
  private final Part archive;

  private ZipContents(Contents contents, Part archive) {
    this.contents = contents;
    this.archive = archive;
  }

  static void look(Contents contents, Part archive, Passing passed) throws IOException {
    try {
      new ZipContents(contents, archive).entries(ZipDirectory.entries(archive.opening(), passed));
    } catch (EOFException | ZipException e) {
      contents.add(
          Contents.damaged(archive.path(), Optional.ofNullable(e.getMessage()).orElse("")));
    }
  }

  private void entries(List<ZipDirectory.Entry> entries) throws IOException {
    try (InputStream raw = archive.opening().open()) {
      InputStream in = Section.shared(raw);
      long at = 0;
      for (ZipDirectory.Entry entry : entries) {
        if (Contents.leadsOut(entry.name())) {
          contents.add(Contents.outside(archive.path(entry.name())));
        }
        if (entry.offset() < at) {
          throw new ZipException("entries overlap");
        }
        in.skipNBytes(entry.offset() - at);
        long start = entry.offset() + head(in);
        InputStream packed = new Section(in, entry.packed());
        content(entry, start, packed);
        packed.transferTo(OutputStream.nullOutputStream());
        at = start + entry.packed();
      }
    }
  }

  /// @return how many bytes stand before the content of an entry
  private static int head(InputStream in) throws IOException {
    byte[] head = in.readNBytes(HEAD);
    if (head.length < HEAD) {
      throw new EOFException("an entry is missing");
    }
    int skipped = number(head, 26) + number(head, 28);
    in.skipNBytes(skipped);
    return HEAD + skipped;
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }

  private void content(ZipDirectory.Entry entry, long start, InputStream packed)
      throws IOException {
    Optional<Unpacking.Way> way = way(entry);
    if (way.isEmpty()) {
      contents.add(Contents.closed(archive.path(entry.name())));
      return;
    }
    Part inside =
        archive.entry(
            entry.name(),
            contents.opening(way.get(), contents.section(archive, start, entry.packed())));
    contents.unpack(inside, way.get(), packed);
  }

  private Optional<Unpacking.Way> way(ZipDirectory.Entry entry) {
    if (entry.isEncrypted()) {
      return Optional.empty();
    }
    return switch (entry.method()) {
      case STORED -> Optional.of(in -> in);
      case DEFLATED -> Optional.of(Packed::deflated);
      case BZIP2 -> Optional.of(Packed.BZIP2.way(archive.depth()));
      default -> Optional.empty();
    };
  }
}
