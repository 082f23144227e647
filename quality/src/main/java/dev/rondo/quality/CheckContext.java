package dev.rondo.quality;

import dev.rondo.kernel.EventTime;
import dev.rondo.quality.expectation.Surroundings;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a check needs to know beside the data.
///
/// @param around what rules may look at beside the rows: the moment that freshness is measured
///   against, what earlier checks measured, and relations of the session by their objects' names
/// @param previousRowCount how many rows the table before had
/// @param source where the rows came from, such as a file's name, as people know it
/// @param beside a relation of the session with the columns of unique rules, of rows that are there
///   already: their values must not come again
public record CheckContext(
    Surroundings around, OptionalLong previousRowCount, String source, Optional<String> beside) {

  public CheckContext(Surroundings around, OptionalLong previousRowCount, String source) {
    this(around, previousRowCount, source, Optional.empty());
  }

  public CheckContext(EventTime now, OptionalLong previousRowCount, String source) {
    this(Surroundings.at(now), previousRowCount, source);
  }

  public CheckContext(EventTime now, String source) {
    this(now, OptionalLong.empty(), source);
  }

  public EventTime now() {
    return around.now();
  }

  public Map<String, String> tables() {
    return around.tables();
  }

  public CheckContext withTables(Map<String, String> known) {
    return new CheckContext(around.withTables(known), previousRowCount, source, beside);
  }

  public CheckContext withBeside(String relation) {
    return new CheckContext(around, previousRowCount, source, Optional.of(relation));
  }
}
