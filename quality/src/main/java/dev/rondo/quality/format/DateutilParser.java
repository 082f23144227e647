package dev.rondo.quality.format;

/// Whether Python's lenient date parser, `dateutil.parser.parse`, takes a text for a date or a
/// time. What a text leaves open is taken from a leap year's January, so that the verdict is the
/// same on every day. Thread-safe.
public final class DateutilParser {
  private DateutilParser() {}

  public static boolean accepts(String text) {
    try {
      return new DateReader(DateLexer.cut(text)).isDate();
    } catch (UnreadableDate e) {
      return false;
    }
  }
}
