package dev.rondo.kernel;

import java.util.List;
import java.util.Locale;

/// The one exception for everything that a caller can be told: what is wrong with which value, and
/// what would be right. It is a whole sentence; [#mistakes] lists every place where a file or a
/// request is wrong, not only the first.
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ProblemCode code;
  private final transient List<Mistake> mistakes;

  private Problem(ProblemCode code, String message, List<Mistake> mistakes, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.mistakes = List.copyOf(mistakes);
  }

  private Problem(ProblemCode code, String message, List<Mistake> mistakes) {
    super(message);
    this.code = code;
    this.mistakes = List.copyOf(mistakes);
  }

  /// Formats with `String.format` in the root locale.
  public static Problem of(ProblemCode code, String format, Object... arguments) {
    return new Problem(code, String.format(Locale.ROOT, format, arguments), List.of());
  }

  public static Problem of(ProblemCode code, String message, List<Mistake> mistakes) {
    return new Problem(code, message, mistakes);
  }

  /// Refuses a file, or several, for mistakes of which there is at least one.
  public static Problem invalidFile(List<Mistake> mistakes) {
    String first = mistakes.getFirst().toString();
    String text = mistakes.size() == 1 ? first : mistakes.size() + " mistakes, the first: " + first;
    return new Problem(ProblemCode.INVALID_FILE, text, mistakes);
  }

  /// Wraps a failure of a library or the machine once, at the edge where it is met.
  public static Problem wrap(ProblemCode code, String message, Throwable cause) {
    return new Problem(code, message, List.of(), cause);
  }

  public static Problem invalid(String format, Object... arguments) {
    return of(ProblemCode.INVALID_REQUEST, format, arguments);
  }

  public static Problem notFound(String format, Object... arguments) {
    return of(ProblemCode.NOT_FOUND, format, arguments);
  }

  public static Problem conflict(String format, Object... arguments) {
    return of(ProblemCode.CONFLICT, format, arguments);
  }

  public ProblemCode code() {
    return code;
  }

  /// Every single mistake, in the order of their places; empty when the message says it all.
  public List<Mistake> mistakes() {
    return mistakes;
  }

  /// The message, never null.
  public String text() {
    String message = getMessage();
    return message == null ? code.text() : message;
  }
}
