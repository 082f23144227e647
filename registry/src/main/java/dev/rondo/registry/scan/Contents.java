package dev.rondo.registry.scan;

import dev.rondo.registry.scan.Finding.Severity;
import dev.rondo.registry.scan.ModelFile.Opening;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Looks into one file by what it holds, not only by its name: a pickle stays one under any other,
/// and in compressed files and archives, in one another too. Nothing is written anywhere: what must
/// be read twice is unpacked twice. How deep it goes, and how much is unpacked of the file over
/// all, is bounded. Confined to one thread.
final class Contents {
  /// Archives and compressed files in one another that are looked into.
  private static final int DEPTH = 4;

  private static final long MOST_UNPACKED = 1L << 34;
  private static final Pattern OBJECTS = Pattern.compile("(?s).*'[|<>=]?O[0-9]*'.*");
  private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private final List<Finding> findings = new ArrayList<>();
  private final Counting unpacked = new Counting(MOST_UNPACKED);

  private Contents() {}

  /// @param isPickle whether the model says that the file is one
  static List<Finding> look(ModelFile file, InputStream in, boolean isPickle) throws IOException {
    Contents contents = new Contents();
    try {
      contents.look(Part.of(file, isPickle), in);
    } catch (Counting.TooMuch _) {
      contents.add(beyond(file.path()));
    }
    return contents.findings;
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  /// @param in the part from its beginning; it is not closed
  void look(Part part, InputStream in) throws IOException {
    BufferedInputStream content = buffered(in);
    byte[] start = peek(content);
    if (part.name().endsWith(".onnx")) {
      findings.addAll(OnnxFile.look(part.path(), content));
      again(part, more -> look(part, start, more));
    } else if (KerasLayers.mayBeIn(part.name(), start)) {
      findings.addAll(KerasLayers.look(part.path(), content));
      again(part, more -> look(part, start, more));
    } else {
      look(part, start, content);
    }
  }

  private void look(Part part, byte[] start, BufferedInputStream in) throws IOException {
    Optional<Packed> packed = Packed.of(start);
    boolean isZip = startsWith(start, ZIP);
    boolean isTar = TarContents.begins(start);
    if (startsWith(start, NUMPY)) {
      findings.addAll(array(part.path(), in));
    } else if (Packed.isClosed(start)) {
      add(closed(part.path()));
    } else if (part.depth() == DEPTH && (isZip || isTar || packed.isPresent())) {
      add(beyond(part.path()));
    } else if (isZip) {
      ZipContents.look(this, part, in.transferTo(OutputStream.nullOutputStream()));
    } else if (isTar) {
      TarContents.look(this, part, in);
      asPickle(part);
    } else if (packed.isPresent()) {
      Unpacking.Way way = packed.get().way(part.depth());
      unpack(part.unpacked(opening(way, part.opening())), way, in);
      asPickle(part);
    } else {
      findings.addAll(Pickles.look(part.path(), in, part.isPickle()));
    }
  }

  /// Looks at what packed bytes hold.
  ///
  /// @param inside opens what they hold
  /// @param packed stays open
  void unpack(Part inside, Unpacking.Way way, InputStream packed) throws IOException {
    try (Unpacking content = new Unpacking(way, Section.shared(packed))) {
      look(inside, unpacked.counting(content));
      content
          .damage()
          .map(why ->
              "It cannot be unpacked to its end (%s), so it may hide anything.".formatted(why))
          .ifPresent(text -> add(new Finding(inside.path(), Severity.DANGEROUS, text)));
    }
  }

  /// Opens what packed bytes hold, within the bound of all that is unpacked.
  Opening opening(Unpacking.Way way, Opening packed) {
    return () -> unpacked.counting(new Unpacking(way, packed.open()));
  }

  /// Opens some of an archive's bytes, within the same bound.
  Opening section(Part archive, long start, long length) {
    return () -> {
      InputStream in = unpacked.counting(archive.opening().open());
      in.skipNBytes(start);
      return new Section(in, length);
    };
  }

  @FunctionalInterface
  private interface Look {
    void at(BufferedInputStream in) throws IOException;
  }

  private static void again(Part part, Look look) throws IOException {
    try (InputStream in = part.opening().open()) {
      look.at(buffered(in));
    }
  }

  /// What begins like a compressed file may be a pickle as well, for whoever does not unpack it.
  private void asPickle(Part part) throws IOException {
    again(part, in -> findings.addAll(Pickles.look(part.path(), in, false)));
  }

  private static BufferedInputStream buffered(InputStream in) {
    return new BufferedInputStream(in, 1 << 16);
  }

  static byte[] peek(BufferedInputStream in) throws IOException {
    in.mark(Packed.PEEK);
    byte[] start = in.readNBytes(Packed.PEEK);
    in.reset();
    return start;
  }

  static boolean startsWith(byte[] start, byte[] magic) {
    return start.length >= magic.length && Arrays.equals(Arrays.copyOf(start, magic.length), magic);
  }

  /// An array of objects, or of records with objects, holds a pickle after its header.
  private static List<Finding> array(String path, BufferedInputStream in) throws IOException {
    byte[] head = in.readNBytes(8);
    int width = head.length == 8 && head[6] == 1 ? 2 : 4;
    byte[] length = in.readNBytes(width);
    int size = 0;
    for (int i = 0; i < length.length; i++) {
      size |= (length[i] & 0xff) << (8 * i);
    }
    if (size < 0 || size > 1 << 16) {
      return List.of(broken(path, "The header of the array is damaged."));
    }
    String header = new String(in.readNBytes(size), StandardCharsets.ISO_8859_1);
    return Pickles.look(path, in, OBJECTS.matcher(header).matches());
  }

  static Finding broken(String path, String text) {
    return new Finding(path, Severity.BROKEN, text);
  }

  /// Nobody knows what comes after the end of the search.
  static Finding beyond(String path) {
    return new Finding(
        path, Severity.DANGEROUS, "It holds more than can be looked at, so it may hide anything.");
  }

  /// A library may know how to open it.
  static Finding closed(String path) {
    return new Finding(
        path,
        Severity.DANGEROUS,
        "It is compressed or encrypted in a way that is not looked into, so it may hide anything.");
  }

  static Finding damaged(String path, String why) {
    return new Finding(
        path, Severity.DANGEROUS, "The archive is damaged: " + why + ", so it may hide anything.");
  }

  static Finding outside(String path) {
    return new Finding(path, Severity.DANGEROUS, "Unpacking it would write outside its folder.");
  }

  /// Whether a name in an archive leads out of the folder that it is unpacked into.
  static boolean leadsOut(String name) {
    String path = "/" + name.replace('\\', '/') + "/";
    return path.contains("/../") || path.startsWith("//");
  }
}
