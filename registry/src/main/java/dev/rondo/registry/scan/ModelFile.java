package dev.rondo.registry.scan;

import dev.rondo.kernel.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/// A file of a model.
///
/// @param path below the model, with `/` between segments
/// @param size in bytes, as it was stored
/// @param digest of its content, as it was stored
public record ModelFile(String path, long size, Digest digest, Opening opening) {

  /// How a content is opened.
  @FunctionalInterface
  public interface Opening {
    InputStream open() throws IOException;
  }

  /// The last segment of the path, in small letters.
  String name() {
    return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }
}
