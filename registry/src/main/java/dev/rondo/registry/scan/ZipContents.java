package dev.rondo.registry.scan;

import dev.rondo.kernel.Texts;
import dev.rondo.registry.scan.Finding.Severity;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/// Looks into the entries of a ZIP archive, such as PyTorch's and NumPy's files are, without
/// writing one anywhere. What is unpacked is bounded over all of them. Confined to one thread.
final class ZipContents {
  private static final long MOST_UNPACKED = 1L << 34;
  private static final int HEAD = 30;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  private final ModelFile file;
  private final List<Finding> findings = new ArrayList<>();
  private final Counting unpacked = new Counting(MOST_UNPACKED);

  private ZipContents(ModelFile file) {
    this.file = file;
  }

  static List<Finding> look(ModelFile file) throws IOException {
    ZipContents contents = new ZipContents(file);
    try {
      contents.entries(ZipDirectory.entries(file));
    } catch (Counting.TooMuch _) {
      contents.findings.add(Contents.beyond(file.path()));
    } catch (EOFException | ZipException e) {
      contents.findings.add(
          Contents.broken(file.path(), "The archive is damaged: " + e.getMessage() + "."));
    }
    return contents.findings;
  }

  private void entries(List<ZipDirectory.Entry> entries) throws IOException {
    try (InputStream in = new BufferedInputStream(file.opening().open())) {
      long at = 0;
      for (ZipDirectory.Entry entry : entries) {
        place(entry);
        if (entry.offset() < at) {
          throw new ZipException("entries overlap");
        }
        in.skipNBytes(entry.offset() - at);
        byte[] head = in.readNBytes(HEAD);
        if (head.length < HEAD) {
          throw new EOFException("an entry is missing");
        }
        int skipped = number(head, 26) + number(head, 28);
        in.skipNBytes(skipped);
        InputStream packed = new Part(in, entry.packed());
        content(entry, packed);
        packed.transferTo(OutputStream.nullOutputStream());
        at = entry.offset() + HEAD + skipped + entry.packed();
      }
    }
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }

  private void place(ZipDirectory.Entry entry) {
    String path = "/" + entry.name().replace('\\', '/') + "/";
    if (path.contains("/../") || path.startsWith("//")) {
      findings.add(
          new Finding(
              path(entry), Severity.DANGEROUS, "Unpacking it would write outside its folder."));
    }
  }

  private void content(ZipDirectory.Entry entry, InputStream packed) throws IOException {
    if (entry.method() != STORED && entry.method() != DEFLATED) {
      findings.add(
          new Finding(
              path(entry), Severity.CAUTION, "It is packed in a way that is not looked into."));
      return;
    }
    Inflater inflater = new Inflater(true);
    try {
      InputStream content =
          entry.method() == DEFLATED ? new InflaterInputStream(packed, inflater) : packed;
      findings.addAll(Contents.entry(path(entry), last(entry.name()), unpacked.counting(content)));
    } finally {
      inflater.end();
    }
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  private String path(ZipDirectory.Entry entry) {
    return file.path() + "!" + Texts.brief(entry.name());
  }

  /// The bytes of one entry.
  private static final class Part extends FilterInputStream {
    private long rest;

    Part(InputStream in, long rest) {
      super(in);
      this.rest = rest;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (rest <= 0) {
        return -1;
      }
      int n = super.read(buffer, offset, (int) Math.min(length, rest));
      if (n < 0) {
        throw new EOFException("an entry is cut off");
      }
      rest -= n;
      return n;
    }

    @Override
    public void close() {
      // The entries share one stream.
    }
  }
}
