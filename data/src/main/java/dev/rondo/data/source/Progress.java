package dev.rondo.data.source;

/// Hears how far a reading is.
@FunctionalInterface
public interface Progress {
  /// Tells nobody.
  Progress SILENT = (_, _, _) -> {};

  /// @param what is read now
  /// @param done how many before it
  /// @param of how many in all; 0 when unknown
  void reads(String what, long done, long of);

  /// A source was read, or could not be.
  default void ended() {}
}
