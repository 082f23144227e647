package dev.rondo.registry.scan;

import dev.rondo.kernel.Texts;
import dev.rondo.registry.scan.ModelFile.Opening;
import java.util.Locale;
import java.util.regex.Pattern;

/// A file, or what lies packed in one.
///
/// @param path of the file and, after `!`, of the entry in it
/// @param name the last segment of the path, in small letters
/// @param isPickle whether it is said to be one
/// @param depth in how many archives and compressed files it lies
/// @param opening opens it anew, from its first byte
record Part(String path, String name, boolean isPickle, int depth, Opening opening) {
  private static final Pattern PICKLE =
      Pattern.compile(
          ".*\\.(pkl|pickle|joblib|dill|pt|pth|ckpt|cloudpickle)(\\.(gz|gzip|z|bz2|xz|lzma|zst|lz4))?");

  /// @param isPickle whether the model says that it is one
  static Part of(ModelFile file, boolean isPickle, Opening opening) {
    return new Part(file.path(), file.name(), isPickle || isNamed(file.name()), 0, opening);
  }

  /// What this compressed part holds.
  Part unpacked(Opening content) {
    return new Part(path, name, isPickle, depth + 1, content);
  }

  /// What this archive holds by a name.
  Part entry(String entry, Opening content) {
    String name = entry.substring(entry.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return new Part(path(entry), name, isNamed(name), depth + 1, content);
  }

  /// The path of an entry.
  String path(String entry) {
    return path + "!" + Texts.brief(entry);
  }

  private static boolean isNamed(String name) {
    return PICKLE.matcher(name).matches();
  }
}
