package dev.rondo.serving;

import dev.rondo.kernel.Timestamps;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// Reads event times out of requests: ISO-8601 text, in UTC unless it says otherwise, also with a
/// blank in place of the `T`; or whole epoch milliseconds.
final class EventTimes {
  private EventTimes() {}

  /// The epoch milliseconds, if this is a time.
  static OptionalLong millis(JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return OptionalLong.of(value.asLong());
    }
    return value.isString()
        ? Timestamps.parse(value.stringValue()).stream()
            .mapToLong(time -> time.toInstant(ZoneOffset.UTC).toEpochMilli())
            .findFirst()
        : OptionalLong.empty();
  }
}
