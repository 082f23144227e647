package dev.rondo.kernel;

import java.util.regex.Pattern;

/// The one rule for texts of clients that name a place below a root, whichever way they come: such
/// a path stays below its root wherever it is resolved. It has been decoded once already; what then
/// still holds an escape is refused.
public final class PlainPath {
  private static final int MOST = 500;
  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

  private PlainPath() {}

  /// Whether a text can stand between two slashes: no escape, slash, backslash or control
  /// character, and neither `.` nor `..`. An empty one is plain too.
  public static boolean isSegment(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '/' || c == '\\') {
        return false;
      }
    }
    return !text.equals(".") && !text.equals("..") && !ESCAPE.matcher(text).find();
  }

  /// The text itself, when it is a relative path of plain, full segments without a scheme, a drive
  /// letter or a fragment.
  ///
  /// @throws Problem `invalid-request` otherwise
  public static String check(String text) {
    boolean isPlain =
        text.length() <= MOST && text.indexOf('#') < 0 && !SCHEME.matcher(text).matches();
    for (String segment : text.split("/", -1)) {
      isPlain &= !segment.isBlank() && isSegment(segment);
    }
    if (!isPlain) {
      throw Problem.invalid(
          "Invalid path: '%s' cannot name a file; a relative path of plain segments with '/'"
              + " between them is needed, %d characters at the most.",
          Texts.brief(text), MOST);
    }
    return text;
  }
}
