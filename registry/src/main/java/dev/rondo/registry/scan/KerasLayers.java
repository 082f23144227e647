package dev.rondo.registry.scan;

import dev.rondo.registry.scan.Finding.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds layers of Keras that carry Python code. What a model is made of stands as JSON in each of
/// its formats: in a file of a `.keras` archive, in an attribute of an HDF5 file, in a SavedModel.
/// So its bytes are searched for the name of the layer or of what it wraps, as one text of JSON, in
/// any spelling that JSON has for it.
final class KerasLayers {
  static final byte[] HDF5 = "\u0089HDF\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final Set<String> NAMES =
      Set.of("config.json", "model.json", "keras_metadata.pb", "saved_model.pb");
  private static final Pattern LAYER =
      Pattern.compile("\"(?:%s|%s)\"".formatted(spellings("Lambda"), spellings("__lambda__")));

  private static final int BLOCK = 1 << 16;

  /// Longer than any spelling.
  private static final int OVERLAP = 80;

  private KerasLayers() {}

  /// Each character stands for itself or is escaped by its number.
  private static String spellings(String name) {
    return name.chars()
        .mapToObj(c -> "(?:%c|\\\\u00(?i:%02x))".formatted(c, c))
        .collect(Collectors.joining());
  }

  /// @param name of the file, in small letters
  static boolean mayBeIn(String name, Passing content) {
    return content.hasHdf5()
        || NAMES.contains(name)
        || name.endsWith(".h5")
        || name.endsWith(".hdf5");
  }

  static List<Finding> look(String path, InputStream in) throws IOException {
    String before = "";
    for (byte[] block = in.readNBytes(BLOCK); block.length > 0; block = in.readNBytes(BLOCK)) {
      String text = before + text(block);
      if (LAYER.matcher(text).find()) {
        return List.of(
            new Finding(
                path,
                Severity.DANGEROUS,
                "A layer 'Lambda' of Keras runs Python code that the file brings."));
      }
      before = text.substring(Math.max(0, text.length() - OVERLAP));
    }
    return List.of();
  }

  /// Python reads JSON in UTF-16 and UTF-32 too, where zeros stand between the characters.
  private static String text(byte[] block) {
    return new String(block, StandardCharsets.ISO_8859_1).replace("\0", "");
  }
}
