package dev.rondo.quality;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The value of a service level as a number that can be compared.
public final class ServiceLevelSpan {
  private static final Pattern PERCENT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?%");

  private ServiceLevelSpan() {}

  /// Seconds when the unit is one of time, else the value itself; empty when it is no number.
  public static OptionalDouble number(JsonNode level) {
    JsonNode value = level.path("value");
    Matcher percent = PERCENT.matcher(value.asString(""));
    if (percent.matches()) {
      return OptionalDouble.of(Double.parseDouble(percent.group(1)));
    }
    if (!value.isNumber()) {
      return OptionalDouble.empty();
    }
    return Values.duration(value.doubleValue(), level.path("unit").asString(""))
        .map(duration -> OptionalDouble.of(duration.toSeconds()))
        .orElse(OptionalDouble.of(value.doubleValue()));
  }
}
