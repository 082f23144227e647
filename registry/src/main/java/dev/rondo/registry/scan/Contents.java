package dev.rondo.registry.scan;

import dev.rondo.registry.scan.Finding.Severity;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/// Looks into one file by what it holds, not only by its name: a pickle stays one under any other,
/// and in a compressed file.
final class Contents {
  /// Compressed files in compressed files that are looked into.
  private static final int DEPTH = 3;

  private static final Pattern PICKLE =
      Pattern.compile(".*\\.(pkl|pickle|joblib|dill|pt|pth|ckpt|cloudpickle)");
  private static final Pattern OBJECTS = Pattern.compile("(?s).*'[|<>=]?O[0-9]*'.*");
  private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private Contents() {}

  /// @param isPickle whether the model says that the file is one
  static List<Finding> look(ModelFile file, InputStream in, boolean isPickle) throws IOException {
    BufferedInputStream content = buffered(in);
    if (startsWith(peek(content), ZIP)) {
      return ZipContents.look(file);
    }
    List<Finding> findings = new ArrayList<>();
    if (file.name().endsWith(".onnx")) {
      findings.addAll(OnnxFile.look(file.path(), content));
      try (InputStream again = file.opening().open()) {
        findings.addAll(look(file.path(), buffered(again), false, 0));
      }
    } else {
      findings.addAll(look(file.path(), content, isPickle || isNamed(file.name()), 0));
    }
    return findings;
  }

  /// What an entry of an archive holds.
  static List<Finding> entry(String path, String name, InputStream in) throws IOException {
    return look(path, buffered(in), isNamed(name), 0);
  }

  private static BufferedInputStream buffered(InputStream in) {
    return new BufferedInputStream(in, 1 << 16);
  }

  private static List<Finding> look(String path, BufferedInputStream in, boolean isNamed, int depth)
      throws IOException {
    byte[] start = peek(in);
    if (startsWith(start, NUMPY)) {
      return array(path, in);
    }
    if (startsWith(start, ZIP) || Packed.isClosed(start)) {
      return List.of(
          new Finding(
              path, Severity.CAUTION, "It is compressed in a way that is not looked into."));
    }
    Optional<InputStream> unpacked = Packed.unpack(start, in);
    return unpacked.isPresent()
        ? unpacked(path, unpacked.get(), isNamed, depth + 1)
        : Pickles.look(path, in, isNamed);
  }

  private static List<Finding> unpacked(String path, InputStream in, boolean isNamed, int depth)
      throws IOException {
    if (depth > DEPTH) {
      return List.of(beyond(path));
    }
    try {
      return look(path, buffered(in), isNamed, depth);
    } catch (Counting.TooMuch _) {
      return List.of(beyond(path));
    } catch (ZipException | EOFException e) {
      return List.of(broken(path, "What is compressed in it is damaged: " + e.getMessage() + "."));
    }
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

  private static boolean isNamed(String name) {
    return PICKLE.matcher(name.replaceAll("\\.(gz|gzip|z|bz2|xz|lzma|zst|lz4)$", "")).matches();
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
}
