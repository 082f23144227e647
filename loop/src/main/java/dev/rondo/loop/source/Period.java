package dev.rondo.loop.source;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The time that a file speaks of.
///
/// @param text as it stands in the file's name
/// @param end excluded
record Period(String text, EventTime start, EventTime end) {

  /// The period of a file.
  static Period of(SourceDefinition source, String fileName) {
    String pattern = source.period().orElseThrow();
    Matcher matcher = Pattern.compile(pattern).matcher(fileName);
    if (!matcher.find()) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "The name of file '%s' has no period as source '%s' expects it (%s).",
          fileName,
          source.name(),
          pattern);
    }
    String text = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
    try {
      return parse(text);
    } catch (DateTimeException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA,
          "'" + text + "' in the name of file '" + fileName + "' is not a day, month or year.",
          e);
    }
  }

  static Period parse(String text) {
    return switch (text.length()) {
      case 4 -> of(text, Year.parse(text).atDay(1), Year.parse(text).plusYears(1).atDay(1));
      case 7 ->
          of(text, YearMonth.parse(text).atDay(1), YearMonth.parse(text).plusMonths(1).atDay(1));
      default -> of(text, LocalDate.parse(text), LocalDate.parse(text).plusDays(1));
    };
  }

  private static Period of(String text, LocalDate start, LocalDate end) {
    return new Period(text, EventTime.startOf(start), EventTime.startOf(end));
  }
}
