package dev.rondo.quality.profile;

import java.util.List;

/// Columns that together have no value twice and none missing.
///
/// @param proven false when that was true of each partition, but not looked at for all together
public record Key(List<String> columns, boolean proven) {
  public Key {
    columns = List.copyOf(columns);
  }
}
