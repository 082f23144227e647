package dev.rondo.delivery;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.database.Transaction;

/// A stage of every build that judges the files of the commit. It reads them from memory alone, and
/// what it notes is the same however often it runs, since a build that was interrupted runs again.
public interface BuildCheck {
  /// A short stable name such as `validate`, different from other checks'.
  String name();

  /// Judges the files.
  ///
  /// @throws dev.rondo.kernel.Problem when they are refused, with every mistake's file and line
  void check(Caller caller, PushedCode code, BuildLog log);

  /// Takes effect when the whole build has succeeded, in the transaction that says so.
  default void succeeded(Transaction tx, Caller caller, PushedCode code) {}
}
