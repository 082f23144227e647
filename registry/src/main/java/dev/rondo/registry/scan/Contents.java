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

  private static final int MOST_FINDINGS = 10_000;
  private static final Pattern OBJECTS = Pattern.compile("(?s).*'[|<>=]?O[0-9]*'.*");
  private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private final List<Finding> findings = new ArrayList<>();
  private final Budget budget;

  private Contents(Budget budget) {
    this.budget = budget;
  }

  /// @param isPickle whether the model says that the file is one
  /// @param in is read, but not always to its end
  static List<Finding> look(ModelFile file, InputStream in, boolean isPickle, Budget budget)
      throws IOException {
    Contents contents = new Contents(budget);
    Opening opening = () -> budget.timed(file.opening().open());
    try {
      contents.look(Part.of(file, isPickle, opening), budget.timed(in));
    } catch (Budget.TooMuch _) {
      contents.findings.add(beyond(file.path()));
    }
    return contents.findings;
  }

  void add(Finding finding) throws Budget.TooMuch {
    if (findings.size() >= MOST_FINDINGS) {
      throw new Budget.TooMuch();
    }
    findings.add(finding);
  }

  private void addAll(List<Finding> more) throws Budget.TooMuch {
    for (Finding one : more) {
      add(one);
    }
  }

  /// In each way in which somebody may read it: one file can be several things at once.
  ///
  /// @param in the part from its beginning; it is not closed
  void look(Part part, InputStream in) throws IOException {
    Passing passing = new Passing(in);
    BufferedInputStream content = buffered(passing);
    byte[] start = peek(content);
    code(part, start, content);
    content.transferTo(OutputStream.nullOutputStream());
    if (part.name().endsWith(".onnx")) {
      again(part, more -> addAll(OnnxFile.look(part.path(), more)));
    }
    if (KerasLayers.mayBeIn(part.name(), passing)) {
      again(part, more -> addAll(KerasLayers.look(part.path(), more)));
    }
    if (Packed.isClosed(start)) {
      add(closed(part.path()));
    }
    inside(part, start, passing);
  }

  /// What it is as an array or a pickle, for whoever does not unpack it too.
  private void code(Part part, byte[] start, BufferedInputStream in) throws IOException {
    if (startsWith(start, NUMPY)) {
      addAll(array(part.path(), in));
    } else if (!startsWith(start, ZIP)) {
      boolean isPacked =
          Packed.isClosed(start) || TarContents.begins(start) || Packed.of(start).isPresent();
      addAll(Pickles.look(part.path(), in, part.isPickle() && !isPacked));
    }
  }

  private void inside(Part part, byte[] start, Passing passed) throws IOException {
    Optional<Packed> packed = Packed.of(start);
    boolean isTar = TarContents.begins(start);
    boolean isZip = startsWith(start, ZIP) || ZipDirectory.isIn(part.opening(), passed);
    if (part.depth() == DEPTH && (isZip || isTar || packed.isPresent())) {
      add(beyond(part.path()));
      return;
    }
    if (isZip) {
      ZipContents.look(this, part, passed);
    }
    if (isTar) {
      again(part, more -> TarContents.look(this, part, more));
    }
    if (packed.isPresent()) {
      Unpacking.Way way = packed.get().way(part.depth());
      Part unpacked = part.unpacked(opening(way, part.opening()));
      again(part, more -> unpack(unpacked, way, more));
    }
  }

  /// Looks at what packed bytes hold.
  ///
  /// @param inside opens what they hold
  /// @param packed stays open
  void unpack(Part inside, Unpacking.Way way, InputStream packed) throws IOException {
    try (Unpacking content = new Unpacking(way, Section.shared(packed))) {
      look(inside, budget.counting(content));
      if (content.damage().isPresent()) {
        add(cutOff(inside.path(), content.damage().get()));
      }
    }
  }

  /// Opens what packed bytes hold, within the bound of all that is unpacked.
  Opening opening(Unpacking.Way way, Opening packed) {
    return () -> made(packed.open(), in -> budget.counting(new Unpacking(way, in)));
  }

  /// Opens some of an archive's bytes, within the same bound.
  Opening section(Part archive, long start, long length) {
    return () ->
        made(
            archive.opening().open(),
            in -> {
              in.skipNBytes(start);
              return budget.counting(new Section(in, length));
            });
  }

  /// What is made of a stream, which is closed when that fails.
  private static InputStream made(InputStream in, Unpacking.Way way) throws IOException {
    try {
      return way.open(in);
    } catch (IOException | RuntimeException e) {
      try (in) {
        throw e;
      }
    }
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

  private static Finding cutOff(String path, String why) {
    return new Finding(
        path,
        Severity.DANGEROUS,
        "It cannot be unpacked to its end (" + why + "), so it may hide anything.");
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
