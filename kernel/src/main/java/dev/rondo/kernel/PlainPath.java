package dev.rondo.kernel;

import java.util.regex.Pattern;

/// The one rule for texts of clients that name a place below a root, whichever way they come: such
/// a path stays below its root wherever it is resolved. It has been decoded once already, and is
/// never decoded again here; a text that would name another place to whoever decoded it further is
/// refused, any other `%` is a character like others.
public final class PlainPath {
  private static final int MOST = 500;

  /// A drive letter, a scheme with a place after it, or a scheme that needs none.
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "(?i)([a-z]:|[a-z][a-z0-9+.-]*:[/\\\\]|(data|file|ftp|https?|jar|javascript):)");

  /// The escaped beginning of a character of several bytes: some decoders read a `.` or `/` there.
  private static final Pattern LEADING = Pattern.compile("%[C-Fc-f][0-9A-Fa-f]");

  private PlainPath() {}

  /// Whether a text can stand between two slashes: no slash, backslash or control character,
  /// neither `.` nor `..`, and nothing that becomes such a text when it is decoded again. An empty
  /// one is plain too.
  public static boolean isSegment(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return false;
      }
    }
    return staysInPlace(text)
        && (text.indexOf('%') < 0
            || Escapes.decoded(text).filter(PlainPath::isHarmless).isPresent());
  }

  private static boolean staysInPlace(String text) {
    return text.indexOf('/') < 0
        && text.indexOf('\\') < 0
        && !text.equals(".")
        && !text.equals("..");
  }

  /// Whether a text stays in its place also when somebody decodes it. Most control characters do
  /// nothing to a path, and clients write numbers after a `%`.
  private static boolean isHarmless(String decoded) {
    return staysInPlace(decoded)
        && !LEADING.matcher(decoded).find()
        && decoded.chars().noneMatch(c -> c == 0 || c == '\n' || c == '\r');
  }

  /// The text itself, when it is a relative path of plain, full segments without a scheme, a drive
  /// letter or a fragment.
  ///
  /// @throws Problem `invalid-request` otherwise
  public static String check(String text) {
    boolean isPlain =
        text.length() <= MOST
            && text.indexOf('#') < 0
            && Escapes.decoded(text)
                .filter(decoded -> !ELSEWHERE.matcher(decoded).lookingAt())
                .isPresent();
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
