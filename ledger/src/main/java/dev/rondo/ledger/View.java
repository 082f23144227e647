package dev.rondo.ledger;

/// Whether a search finds what was deleted.
public enum View {
  ACTIVE,
  DELETED,
  ALL;

  /// SQL.
  ///
  /// @param deleted the column with the moment of deletion
  String sql(String deleted) {
    return switch (this) {
      case ACTIVE -> deleted + " IS NULL";
      case DELETED -> deleted + " IS NOT NULL";
      case ALL -> "TRUE";
    };
  }
}
