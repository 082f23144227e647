package dev.rondo.kernel;

/// One mistake in a file or a request.
///
/// @param file the file's path as the user knows it; empty for a request
/// @param line counted from 1; 0 when unknown
/// @param column counted from 1; 0 when unknown
/// @param path where in the document, as a JSON pointer; empty for the whole
/// @param message a whole sentence
public record Mistake(String file, int line, int column, String path, String message) {

  /// A mistake in a request: only a path and a message.
  public static Mistake at(String path, String message) {
    return new Mistake("", 0, 0, path, message);
  }

  /// `file:line:column: message`, as compilers print it.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
      if (column > 0) {
        text.append(':').append(column);
      }
    }
    if (text.isEmpty()) {
      text.append(path);
    }
    return text.isEmpty() ? message : text + ": " + message;
  }
}
