package dev.rondo.quality;

import dev.rondo.kernel.EventTime;
import java.util.OptionalLong;

/// What a check needs to know beside the data.
///
/// @param now the moment that freshness is measured against
/// @param previousRowCount how many rows the table before had
/// @param source where the rows came from, such as a file's name, as people know it
public record CheckContext(EventTime now, OptionalLong previousRowCount, String source) {

  public CheckContext(EventTime now, String source) {
    this(now, OptionalLong.empty(), source);
  }
}
