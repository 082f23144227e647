package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.database.Transaction;

/// Keeps what made which version. It is told within the unit of work that registers, renames or
/// deletes, so that nothing can come between the two.
public interface VersionLineage {
  /// Keeps nothing.
  VersionLineage NONE =
      new VersionLineage() {
        @Override
        public void registered(Transaction tx, Caller caller, ModelVersion version) {}

        @Override
        public void renamed(Transaction tx, Caller caller, String model, String newName) {}

        @Override
        public void deleted(Transaction tx, Caller caller, String model, int version) {}

        @Override
        public void deleted(Transaction tx, Caller caller, String model, long key) {}
      };

  void registered(Transaction tx, Caller caller, ModelVersion version);

  void renamed(Transaction tx, Caller caller, String model, String newName);

  void deleted(Transaction tx, Caller caller, String model, int version);

  /// All versions of a model are no more, and its name may be another's from now on.
  ///
  /// @param key what no other model has had
  void deleted(Transaction tx, Caller caller, String model, long key);
}
