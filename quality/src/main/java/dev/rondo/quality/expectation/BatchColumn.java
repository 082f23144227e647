package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;

/// One column of a batch.
///
/// @param engineType such as `DECIMAL(10,2)`
public record BatchColumn(String name, String engineType, Kind kind) {

  static BatchColumn of(String name, String engineType) {
    return new BatchColumn(name, engineType, Kind.of(engineType));
  }

  /// The name in SQL.
  public String sql() {
    return SqlSession.name(name);
  }
}
