package dev.rondo.web;

import dev.rondo.kernel.Digest;
import java.util.Set;
import java.util.regex.Pattern;

/// Names as file names that every system takes, and that differ whenever the names do.
final class FileName {
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9_-]{0,59}");
  private static final Set<String> TAKEN =
      Set.of("con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "lpt1", "lpt2", "lpt3");
  private static final int LONGEST = 40;

  private FileName() {}

  static String of(String name) {
    if (PLAIN.matcher(name).matches() && !TAKEN.contains(name)) {
      return name;
    }
    StringBuilder plain = new StringBuilder();
    name.codePoints()
        .limit(LONGEST)
        .map(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-') ? c : '_')
        .forEach(plain::appendCodePoint);
    return plain + "." + Digest.of(name).brief();
  }
}
