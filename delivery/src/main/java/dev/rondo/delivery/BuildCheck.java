package dev.rondo.delivery;

import dev.rondo.kernel.Caller;
import java.util.Map;

/// A stage of every build that judges the files of the commit. It reads them from memory alone and
/// changes nothing, since a build that was interrupted runs again.
public interface BuildCheck {
  /// A short stable name such as `validate`, different from other checks'.
  String name();

  /// Judges the files by their paths.
  ///
  /// @throws dev.rondo.kernel.Problem when they are refused, with every mistake's file and line
  void check(Caller caller, Map<String, byte[]> files, BuildLog log);
}
