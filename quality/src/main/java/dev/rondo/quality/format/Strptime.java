package dev.rondo.quality.format;

import dev.rondo.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;

/// Whether a whole text is a date or time in a format of Python's `strptime`, in the C locale, with
/// UTC and GMT as the only names of zones. Immutable and thread-safe.
public final class Strptime implements Predicate<String> {
  private final String format;
  private final Map<StrptimeDirective, Integer> groups = new LinkedHashMap<>();
  private final StringBuilder sample = new StringBuilder();
  private final PythonRegex regex;

  private Strptime(String format) {
    this.format = format;
    this.regex = PythonRegex.compile("(?i)" + read(expanded()));
  }

  /// @throws Problem `invalid-request` for a directive that can write but not read, or is given
  ///   twice, and for a format that cannot read what it writes
  public static Strptime compile(String format) {
    Strptime strptime = new Strptime(format);
    if (!strptime.test(strptime.sample.toString())) {
      throw strptime.refused("it cannot read what it writes, such as '" + strptime.sample + "'");
    }
    return strptime;
  }

  private String expanded() {
    return format
        .replace("%%", "%\0")
        .replace("%c", "%a %b %d %H:%M:%S %Y")
        .replace("%x", "%m/%d/%y")
        .replace("%X", "%H:%M:%S")
        .replace("%\0", "%%");
  }

  private String read(String text) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        i++;
        pattern.append(directive(text, i));
      } else if (isBlank(c)) {
        i = lastBlank(text, i);
        sample.append(' ');
        pattern.append("\\s+");
      } else {
        sample.append(c);
        pattern.append(quoted(c));
      }
    }
    return pattern.toString();
  }

  private String directive(String text, int at) {
    if (at == text.length()) {
      throw refused("nothing follows its last '%'");
    }
    char letter = text.charAt(at);
    if (letter == '%') {
      sample.append('%');
      return "%";
    }
    StrptimeDirective directive = StrptimeDirective.find(letter);
    if (directive == null) {
      throw refused("'%%%s' cannot be read".formatted(letter));
    }
    if (groups.putIfAbsent(directive, groups.size() + 1) != null) {
      throw refused("'%%%s' stands in it twice".formatted(letter));
    }
    sample.append(directive.sample());
    return "(" + directive.regex() + ")";
  }

  private static int lastBlank(String text, int first) {
    int last = first;
    while (last + 1 < text.length() && isBlank(text.charAt(last + 1))) {
      last++;
    }
    return last;
  }

  private static boolean isBlank(char c) {
    return Character.isSpaceChar(c)
        || (c >= '\t' && c <= '\r')
        || (c >= 0x1c && c <= 0x1f)
        || c == 0x85;
  }

  private static String quoted(char c) {
    boolean isPlain = c >= 0x80 || Character.isLetterOrDigit(c);
    return isPlain ? String.valueOf(c) : "\\x%02x".formatted((int) c);
  }

  private Problem refused(String reason) {
    return Problem.invalid("The date format '%s' cannot be used: %s.", format, reason);
  }

  @Override
  public boolean test(String text) {
    return regex.wholly(text).filter(this::isMoment).isPresent();
  }

  private boolean isMoment(MatchResult found) {
    return StrptimeMoment.of(groups, found).isReal();
  }

  @Override
  public String toString() {
    return format;
  }
}
