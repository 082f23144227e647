package dev.rondo.kernel;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Spans of time as people write them: `500ms`, `30s`, `5m`, `2h`, `7d`, `4w`, or ISO 8601 such as
/// `PT1H30M`.
public final class Durations {
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7));
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,9}) ?(ms|[smhdw])");

  private Durations() {}

  /// Empty when the text is none.
  public static Optional<Duration> parse(String text) {
    Matcher brief = SHORT.matcher(text);
    if (brief.matches()) {
      return Optional.ofNullable(UNITS.get(brief.group(2)))
          .map(unit -> unit.multipliedBy(Long.parseLong(brief.group(1))));
    }
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
