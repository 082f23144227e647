package dev.rondo.registry.scan;

import java.util.Locale;

/// Something that people should know of a file.
///
/// @param file its path below the model
/// @param text a sentence, or what was found, such as `GLOBAL os.system`
public record Finding(String file, Severity severity, String text) {

  /// How much it matters.
  public enum Severity {
    /// Loading the file runs code that does more than rebuild a model.
    DANGEROUS,
    /// Loading the file runs code, as it does for every file of its kind.
    CAUTION,
    /// The file is not what its name says, or is damaged.
    BROKEN;

    /// The stable text on wires.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
