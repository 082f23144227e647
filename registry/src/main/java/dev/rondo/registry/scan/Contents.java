package dev.rondo.registry.scan;

import dev.rondo.registry.scan.Finding.Severity;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Looks into one file by what it holds, not only by its name: a pickle stays one under any other.
final class Contents {
  private static final int PEEK = 16;
  private static final Pattern PICKLE =
      Pattern.compile(".*\\.(pkl|pickle|joblib|dill|pt|pth|ckpt|cloudpickle)");
  private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private Contents() {}

  static List<Finding> look(ModelFile file, BufferedInputStream in) throws IOException {
    byte[] start = peek(in);
    if (startsWith(start, ZIP)) {
      return ZipContents.look(file);
    }
    if (startsWith(start, NUMPY)) {
      return array(file.path(), in);
    }
    if (file.name().endsWith(".onnx")) {
      return OnnxFile.look(file.path(), in);
    }
    return isPickle(file.name(), start)
        ? pickles(file.path(), in, isNamed(file.name()))
        : List.of();
  }

  private static byte[] peek(BufferedInputStream in) throws IOException {
    in.mark(PEEK);
    byte[] start = in.readNBytes(PEEK);
    in.reset();
    return start;
  }

  private static boolean startsWith(byte[] start, byte[] magic) {
    return start.length >= magic.length && Arrays.equals(Arrays.copyOf(start, magic.length), magic);
  }

  private static boolean isNamed(String name) {
    return PICKLE.matcher(name).matches();
  }

  /// The protocols from 2 on begin with their number; the older ones are known by the name alone.
  private static boolean isPickle(String name, byte[] start) {
    return start.length > 1 && (start[0] & 0xff) == 0x80 && start[1] >= 2 && start[1] <= 5
        || start.length > 0 && isNamed(name);
  }

  /// One after another until the file ends or something else begins, as older PyTorch files are.
  private static List<Finding> pickles(String path, BufferedInputStream in, boolean isNamed)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    boolean isFirst = true;
    while (true) {
      byte[] start = peek(in);
      boolean isNext = start.length > 1 && (start[0] & 0xff) == 0x80;
      if (start.length == 0 || !isFirst && !isNext) {
        return findings;
      }
      PickleReader.Program program = PickleReader.read(in);
      findings.addAll(judged(path, program));
      if (!program.isWhole()) {
        if (isFirst && isNamed || !program.imports().isEmpty()) {
          findings.add(cut(path, isNext, program));
        }
        return findings;
      }
      isFirst = false;
    }
  }

  private static Finding cut(String path, boolean isPickle, PickleReader.Program program) {
    boolean hasArrays =
        program.imports().stream().anyMatch(one -> one.contains("joblib.numpy_pickle"));
    if (hasArrays) {
      return new Finding(
          path,
          Severity.CAUTION,
          "It is a pickle with arrays in between; only what comes before the first was looked at.");
    }
    return isPickle
        ? broken(path, "It is a damaged pickle.")
        : new Finding(
            path,
            Severity.CAUTION,
            "It cannot be read as a pickle, as its name promises; whoever loads it may run code.");
  }

  private static List<Finding> judged(String path, PickleReader.Program program) {
    List<Finding> findings = new ArrayList<>();
    Map<Severity, List<String>> bySeverity = new LinkedHashMap<>();
    for (String one : program.imports()) {
      Optional<Severity> severity = Imports.judge(one.substring(one.indexOf(' ') + 1));
      severity.ifPresent(
          known -> bySeverity.computeIfAbsent(known, _ -> new ArrayList<>()).add(one));
    }
    String calls = String.join(", ", program.calls().stream().sorted().toList());
    bySeverity.forEach((severity, imports) ->
        imports.forEach(one ->
            findings.add(
                new Finding(path, severity, calls.isEmpty() ? one : one + ", with " + calls))));
    if (bySeverity.isEmpty() && program.isWhole()) {
      findings.add(
          new Finding(
              path,
              Severity.CAUTION,
              "It is a pickle: whoever loads it runs what it says. It imports "
                  + (program.imports().isEmpty() ? "nothing." : "only what models are made of.")));
    }
    return findings;
  }

  /// An array of objects holds a pickle after its header.
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
    return header.matches("(?s).*'descr':\\s*'[|<>=]?O'.*") ? pickles(path, in, true) : List.of();
  }

  /// What an entry of an archive holds; PyTorch keeps raw numbers below `data/`.
  static List<Finding> entry(String path, String name, BufferedInputStream in) throws IOException {
    byte[] start = peek(in);
    String last = name.substring(name.lastIndexOf('/') + 1);
    if (startsWith(start, NUMPY)) {
      return array(path, in);
    }
    return isPickle(last, start) ? pickles(path, in, isNamed(last)) : List.of();
  }

  static Finding broken(String path, String text) {
    return new Finding(path, Severity.BROKEN, text);
  }
}
