package dev.rondo.registry.scan;

import dev.rondo.kernel.Texts;
import dev.rondo.registry.scan.Finding.Severity;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Checks an ONNX file by its structure: whether it is a whole model with a graph, which operators
/// need a library, and which files it would open. It reads the fields of the protobuf format one
/// after another and keeps next to nothing. Confined to one thread.
final class OnnxFile {
  private static final int DEPTH = 4;
  private static final int MOST_TEXT = 4_096;
  private static final int MOST_NAMED = 50;
  private static final Set<String> KNOWN = Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft");
  private static final Pattern ELSEWHERE =
      Pattern.compile("(?s)/.*|[A-Za-z]:.*|(.*[/\\\\])?\\.\\.([/\\\\].*)?|\\\\.*");

  private final InputStream in;
  private final Set<String> domains = new TreeSet<>();
  private final Set<String> locations = new TreeSet<>();
  private boolean hasVersion;
  private boolean hasGraph;
  private boolean hasOpset;
  private long nodes;
  private long outputs;

  private OnnxFile(InputStream in) {
    this.in = in;
  }

  static List<Finding> look(String path, InputStream in) throws IOException {
    OnnxFile file = new OnnxFile(in);
    String wrong = file.read();
    List<Finding> findings = new ArrayList<>();
    if (!wrong.isEmpty()) {
      findings.add(Contents.broken(path, wrong));
    }
    file.locations.stream()
        .filter(one -> ELSEWHERE.matcher(one).matches())
        .map(one -> "Loading it would open '" + one + "', outside its folder.")
        .forEach(text -> findings.add(new Finding(path, Severity.DANGEROUS, text)));
    file.domains.stream()
        .filter(one -> !KNOWN.contains(one.toLowerCase(Locale.ROOT)))
        .map(one -> "Its operators of '" + one + "' need a library that is not part of ONNX.")
        .forEach(text -> findings.add(new Finding(path, Severity.CAUTION, text)));
    return findings;
  }

  /// @return what is wrong with the whole, in a sentence; empty when nothing is
  private String read() throws IOException {
    try {
      fields(Long.MAX_VALUE, Part.MODEL, 0);
    } catch (EOFException | ArithmeticException e) {
      return "It is no whole ONNX model: its fields end in the middle.";
    }
    if (!hasVersion || !hasGraph) {
      return "It is no ONNX model: it has no version or no graph.";
    }
    if (!hasOpset || nodes == 0 || outputs == 0) {
      return "Its graph has no operator set, no nodes or no outputs.";
    }
    return "";
  }

  /// Which message is read; what is not looked at is skipped.
  private enum Part {
    MODEL,
    OPSET,
    GRAPH,
    NODE,
    TENSOR,
    ENTRY,
    ENTRY_VALUE,
    DOMAIN,
    SKIPPED
  }

  private static Part inside(Part part, int field) {
    return switch (part) {
      case MODEL -> field == 7 ? Part.GRAPH : field == 8 ? Part.OPSET : Part.SKIPPED;
      case GRAPH -> field == 1 ? Part.NODE : field == 5 ? Part.TENSOR : Part.SKIPPED;
      case NODE -> field == 7 ? Part.DOMAIN : Part.SKIPPED;
      case OPSET -> field == 1 ? Part.DOMAIN : Part.SKIPPED;
      case TENSOR -> field == 13 ? Part.ENTRY : Part.SKIPPED;
      case ENTRY -> field == 2 ? Part.ENTRY_VALUE : Part.SKIPPED;
      case ENTRY_VALUE, DOMAIN, SKIPPED -> Part.SKIPPED;
    };
  }

  private void fields(long length, Part part, int depth) throws IOException {
    long left = length;
    while (left > 0) {
      long[] tag = number();
      if (tag[1] == 0) {
        if (length == Long.MAX_VALUE) {
          return;
        }
        throw new EOFException();
      }
      left -= tag[1];
      int field = Math.toIntExact(tag[0] >>> 3);
      left -= field(part, field, (int) (tag[0] & 7), left, depth);
    }
    if (left < 0) {
      throw new EOFException();
    }
  }

  /// @return how many bytes it took
  private long field(Part part, int field, int wire, long left, int depth) throws IOException {
    seen(part, field);
    switch (wire) {
      case 0 -> {
        long[] value = number();
        if (value[1] == 0) {
          throw new EOFException();
        }
        return value[1];
      }
      case 1 -> in.skipNBytes(8);
      case 5 -> in.skipNBytes(4);
      case 2 -> {
        return block(inside(part, field), left, depth);
      }
      default -> throw new EOFException();
    }
    return wire == 1 ? 8 : 4;
  }

  private void seen(Part part, int field) {
    hasVersion |= part == Part.MODEL && field == 1;
    hasGraph |= part == Part.MODEL && field == 7;
    hasOpset |= part == Part.MODEL && field == 8;
    nodes += part == Part.GRAPH && field == 1 ? 1 : 0;
    outputs += part == Part.GRAPH && field == 12 ? 1 : 0;
  }

  private long block(Part part, long left, int depth) throws IOException {
    long[] length = number();
    if (length[1] == 0 || length[0] < 0 || length[0] > left) {
      throw new EOFException();
    }
    switch (part) {
      case SKIPPED -> in.skipNBytes(length[0]);
      case ENTRY_VALUE -> keep(locations, length[0]);
      case DOMAIN -> keep(domains, length[0]);
      case MODEL, OPSET, GRAPH, NODE, TENSOR, ENTRY -> {
        if (depth > DEPTH) {
          throw new EOFException();
        }
        fields(length[0], part, depth + 1);
      }
    }
    return length[0] + length[1];
  }

  private void keep(Set<String> texts, long length) throws IOException {
    byte[] bytes = in.readNBytes((int) Math.min(length, MOST_TEXT));
    if (bytes.length < Math.min(length, MOST_TEXT)) {
      throw new EOFException();
    }
    in.skipNBytes(length - bytes.length);
    if (texts.size() < MOST_NAMED) {
      texts.add(Texts.masked(new String(bytes, StandardCharsets.UTF_8)));
    }
  }

  /// A number and how many bytes it took; none at the end.
  private long[] number() throws IOException {
    long value = 0;
    for (int i = 0; i < 10; i++) {
      int next = in.read();
      if (next < 0) {
        if (i == 0) {
          return new long[] {0, 0};
        }
        throw new EOFException();
      }
      value |= (long) (next & 0x7f) << (7 * i);
      if (next < 0x80) {
        return new long[] {value, i + 1};
      }
    }
    throw new EOFException();
  }
}
