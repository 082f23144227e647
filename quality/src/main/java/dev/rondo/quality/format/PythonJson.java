package dev.rondo.quality.format;

/// Whether a text is one JSON document to Python's `json.loads`: NaN and the infinities are
/// numbers, keys may repeat, half a surrogate pair may be escaped; control characters in strings,
/// commas at the end and empty texts are refused. Thread-safe.
public final class PythonJson {
  /// Deeper documents are refused, as they are by Python's limit on recursion.
  public static final int DEEPEST = 990;

  /// Whole numbers with more digits are refused, as they are by Python since 3.11; fractions and
  /// exponents may be of any length.
  public static final int LONGEST_WHOLE_NUMBER = 4300;

  private static final boolean[] PLAIN_ESCAPES = new boolean[0x80];

  static {
    "\"\\/bfnrt".chars().forEach(c -> PLAIN_ESCAPES[c] = true);
  }

  private final String text;
  private int at;

  private PythonJson(String text) {
    this.text = text;
  }

  public static boolean accepts(String text) {
    PythonJson json = new PythonJson(text);
    return json.value(0) && json.isDone();
  }

  private boolean isDone() {
    blanks();
    return at == text.length();
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean take(char c) {
    if (peek() != c || at == text.length()) {
      return false;
    }
    at++;
    return true;
  }

  private boolean word(String word) {
    if (!text.startsWith(word, at)) {
      return false;
    }
    at += word.length();
    return true;
  }

  private void blanks() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r') {
      at++;
    }
  }

  private boolean value(int depth) {
    blanks();
    return switch (peek()) {
      case '{' -> depth < DEEPEST && members('}', depth);
      case '[' -> depth < DEEPEST && members(']', depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      case 'N' -> word("NaN");
      case 'I' -> word("Infinity");
      default -> word("-Infinity") || number();
    };
  }

  private boolean members(char end, int depth) {
    at++;
    blanks();
    if (take(end)) {
      return true;
    }
    do {
      boolean isFine = (end == ']' || key()) && value(depth + 1);
      if (!isFine) {
        return false;
      }
      blanks();
    } while (take(','));
    return take(end);
  }

  private boolean key() {
    blanks();
    if (peek() != '"' || !string()) {
      return false;
    }
    blanks();
    return take(':');
  }

  private boolean string() {
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return true;
      }
      if (c < ' ' || (c == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    char c = peek();
    at++;
    if (c != 'u') {
      return c < PLAIN_ESCAPES.length && PLAIN_ESCAPES[c];
    }
    int end = at + 4;
    while (at < end && RegexSource.isDigit(peek(), 16)) {
      at++;
    }
    return at == end;
  }

  private boolean number() {
    take('-');
    int start = at;
    if (!take('0') && digits() == 0) {
      return false;
    }
    int whole = at - start;
    return fraction() | exponent() || whole <= LONGEST_WHOLE_NUMBER;
  }

  /// Whether there is one; what only looks like the start of one is left over.
  private boolean fraction() {
    return part(peek() == '.' ? 1 : 0);
  }

  private boolean exponent() {
    boolean isExponent = peek() == 'e' || peek() == 'E';
    boolean hasSign =
        isExponent && at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0;
    return part(hasSign ? 2 : isExponent ? 1 : 0);
  }

  private boolean part(int prefix) {
    int start = at;
    at += prefix;
    if (prefix > 0 && digits() > 0) {
      return true;
    }
    at = start;
    return false;
  }

  private int digits() {
    int start = at;
    while (RegexSource.isDigit(peek(), 10)) {
      at++;
    }
    return at - start;
  }
}
