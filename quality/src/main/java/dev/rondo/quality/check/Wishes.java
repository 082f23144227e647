package dev.rondo.quality.check;

import dev.rondo.kernel.EventTime;
import dev.rondo.quality.expectation.ResultFormat;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What is wanted of a check beside a verdict.
///
/// @param parameters of the suite
/// @param format of the suite's results; empty for the suite's own
/// @param limit of the time; empty for none
/// @param at when the rows are judged; empty for the time at which it happens
/// @param profiled whether a profile of the rows is wanted
/// @param hidden columns whose values are masked, beside those that the contract classifies
record Wishes(
    Beside beside,
    Map<String, JsonNode> parameters,
    Optional<ResultFormat> format,
    Optional<Duration> limit,
    Optional<EventTime> at,
    boolean profiled,
    Set<String> hidden) {
  static final Wishes NONE =
      new Wishes(
          Beside.NOTHING,
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Set.of());

  Wishes {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    hidden = Set.copyOf(hidden);
  }

  Wishes with(Beside other) {
    return new Wishes(other, parameters, format, limit, at, profiled, hidden);
  }

  Wishes with(Map<String, JsonNode> other) {
    return new Wishes(beside, other, format, limit, at, profiled, hidden);
  }

  Wishes with(ResultFormat other) {
    return new Wishes(beside, parameters, Optional.of(other), limit, at, profiled, hidden);
  }

  Wishes with(Duration other) {
    return new Wishes(beside, parameters, format, Optional.of(other), at, profiled, hidden);
  }

  Wishes with(EventTime other) {
    return new Wishes(beside, parameters, format, limit, Optional.of(other), profiled, hidden);
  }

  Wishes withProfile() {
    return new Wishes(beside, parameters, format, limit, at, true, hidden);
  }

  Wishes masking(Set<String> columns) {
    return new Wishes(beside, parameters, format, limit, at, profiled, columns);
  }
}
