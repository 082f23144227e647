package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How dates or times are written as text, in Java's words and in those of the SQL engine. Only
/// what both read alike is understood: years, months, days, hours, minutes, seconds and their
/// fractions, each with all its digits.
///
/// @param engine as `strptime` takes it
record DateFormat(DateTimeFormatter formatter, String engine, ColumnType type) {
  private static final Map<String, String> PARTS =
      Map.of(
          "yyyy", "%Y", "uuuu", "%Y", "MM", "%m", "dd", "%d", "HH", "%H", "mm", "%M", "ss", "%S",
          "SSS", "%g", "SSSSSS", "%f");
  private static final Pattern PART = Pattern.compile("([A-Za-z])\\1*|'[^']*'|[^A-Za-z']");

  /// Empty when the format is not understood, or has not all that the type needs.
  static Optional<DateFormat> find(String format, ColumnType type) {
    StringBuilder engine = new StringBuilder();
    Matcher matcher = PART.matcher(format);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      Optional<String> part = part(matcher.group());
      if (part.isEmpty()) {
        return Optional.empty();
      }
      engine.append(part.get());
      end = matcher.end();
    }
    String found = engine.toString();
    boolean isWhole = found.contains("%Y") && found.contains("%m") && found.contains("%d");
    boolean fits = found.contains("%H") == (type == ColumnType.TIMESTAMP);
    return end == format.length() && isWhole && fits
        ? Optional.of(new DateFormat(formatter(format), found, type))
        : Optional.empty();
  }

  private static Optional<String> part(String text) {
    if (Character.isLetter(text.charAt(0))) {
      return Optional.ofNullable(PARTS.get(text));
    }
    String literal = text.startsWith("'") ? text.substring(1, text.length() - 1) : text;
    return literal.contains("%") ? Optional.empty() : Optional.of(literal);
  }

  private static DateTimeFormatter formatter(String format) {
    return DateTimeFormatter.ofPattern(format.replace("yyyy", "uuuu"), Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /// A LocalDate or a LocalDateTime; empty when the text is not so written.
  Optional<Object> parse(String text) {
    try {
      return Optional.of(
          type == ColumnType.DATE
              ? LocalDate.parse(text, formatter)
              : LocalDateTime.parse(text, formatter));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// SQL that reads the column's text, NULL where it is not so written.
  String sql(String column) {
    String format = "'" + engine.replace("'", "''") + "'";
    return "CAST(CASE WHEN strftime(try_strptime(%1$s, %2$s), %2$s) = %1$s THEN try_strptime(%1$s, %2$s) END AS %3$s)"
        .formatted(column, format, type.sql());
  }
}
