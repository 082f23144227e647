package dev.rondo.quality.format;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The directives of Python's `strptime` in the C locale: what each takes from a text, as a regular
/// expression of Python's, and how it would write one sample moment.
enum StrptimeDirective {
  YEAR('Y', "\\d\\d\\d\\d", "2024"),
  SHORT_YEAR('y', "\\d\\d", "24"),
  MONTH('m', "1[0-2]|0[1-9]|[1-9]", "03"),
  DAY('d', "3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]", "05"),
  HOUR('H', "2[0-3]|[0-1]\\d|\\d", "14"),
  HALF_DAY_HOUR('I', "1[0-2]|0[1-9]|[1-9]", "02"),
  HALF_DAY('p', "am|pm", "PM"),
  MINUTE('M', "[0-5]\\d|\\d", "07"),
  SECOND('S', "6[0-1]|[0-5]\\d|\\d", "09"),
  FRACTION('f', "[0-9]{1,6}", "000123"),
  MONTH_NAME(
      'B',
      "september|november|december|february|january|october|august|march|april|june|july|may",
      "March"),
  SHORT_MONTH_NAME('b', "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", "Mar"),
  DAY_NAME('A', "wednesday|thursday|saturday|tuesday|monday|friday|sunday", "Tuesday"),
  SHORT_DAY_NAME('a', "mon|tue|wed|thu|fri|sat|sun", "Tue"),
  DAY_OF_YEAR('j', "36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]", "065"),
  WEEK_FROM_SUNDAY('U', "5[0-3]|[0-4]\\d|\\d", "09"),
  WEEK_FROM_MONDAY('W', "5[0-3]|[0-4]\\d|\\d", "10"),
  DAY_OF_WEEK('w', "[0-6]", "2"),
  ISO_YEAR('G', "\\d\\d\\d\\d", "2024"),
  ISO_WEEK('V', "5[0-3]|0[1-9]|[1-4]\\d|\\d", "10"),
  ISO_DAY_OF_WEEK('u', "[1-7]", "2"),
  OFFSET('z', "[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|(?-i:Z)", "+0000"),
  ZONE('Z', "utc|gmt", "UTC");

  private static final Map<Character, StrptimeDirective> BY_LETTER =
      Arrays.stream(values()).collect(Collectors.toMap(d -> d.letter, Function.identity()));

  private final char letter;
  private final String regex;
  private final String sample;

  StrptimeDirective(char letter, String regex, String sample) {
    this.letter = letter;
    this.regex = regex;
    this.sample = sample;
  }

  static @org.jspecify.annotations.Nullable StrptimeDirective find(char letter) {
    return BY_LETTER.get(letter);
  }

  char letter() {
    return letter;
  }

  String regex() {
    return regex;
  }

  String sample() {
    return sample;
  }
}
