package dev.rondo.kernel;

/// Where something was written: the file as the user knows it, the line and column counted from 1,
/// and the path inside the document.
public record Place(String file, int line, int column, String path) {

  /// A place in a request: only a path.
  public static Place at(String path) {
    return new Place("", 0, 0, path);
  }

  /// A mistake at this place.
  public Mistake mistake(String message) {
    return new Mistake(file, line, column, path, message);
  }
}
