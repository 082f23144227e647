package dev.rondo.quality;

import dev.rondo.kernel.Mistake;

/// Where something was written: the file as the user knows it, the line and column counted from 1,
/// and the path inside the document.
public record Place(String file, int line, int column, String path) {

  /// A mistake at this place.
  public Mistake mistake(String message) {
    return new Mistake(file, line, column, path, message);
  }
}
