package dev.rondo.quality;

import dev.rondo.kernel.EventTime;
import java.util.Map;
import java.util.OptionalLong;

/// What a check needs to know beside the data.
///
/// @param now the moment that freshness is measured against
/// @param previousRowCount how many rows the table before had
/// @param source where the rows came from, such as a file's name, as people know it
/// @param tables relations of the session that rules may refer to, by their objects' names
public record CheckContext(
    EventTime now, OptionalLong previousRowCount, String source, Map<String, String> tables) {

  public CheckContext {
    tables = Map.copyOf(tables);
  }

  public CheckContext(EventTime now, OptionalLong previousRowCount, String source) {
    this(now, previousRowCount, source, Map.of());
  }

  public CheckContext(EventTime now, String source) {
    this(now, OptionalLong.empty(), source);
  }

  public CheckContext withTables(Map<String, String> known) {
    return new CheckContext(now, previousRowCount, source, known);
  }
}
