package dev.rondo.ledger;

/// Whether a search finds what was deleted.
public enum View {
  ACTIVE,
  DELETED,
  ALL;

  /// SQL. What has been removed for good is never found.
  ///
  /// @param table by its name in the statement
  String sql(String table) {
    return switch (this) {
      case ACTIVE -> table + ".deleted IS NULL";
      case DELETED -> table + ".deleted IS NOT NULL AND " + table + ".removed IS NULL";
      case ALL -> table + ".removed IS NULL";
    };
  }
}
