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
        public boolean isTold(Transaction tx, Caller caller, String run) {
          return true;
        }

        @Override
        public void registered(Transaction tx, Caller caller, ModelVersion version) {}

        @Override
        public void renamed(Transaction tx, Caller caller, String model, String newName) {}

        @Override
        public void deleted(Transaction tx, Caller caller, String model, int version) {}

        @Override
        public void deleted(Transaction tx, Caller caller, String model, long key) {}
      };

  /// Whether a run that a caller names as the maker of a version is told of it. It is asked once,
  /// when the version gets its number.
  boolean isTold(Transaction tx, Caller caller, String run);

  /// A version is there, whose run, if it names one, is told of it.
  void registered(Transaction tx, Caller caller, ModelVersion version);

  void renamed(Transaction tx, Caller caller, String model, String newName);

  void deleted(Transaction tx, Caller caller, String model, int version);

  /// All versions of a model are no more, and its name may be another's from now on.
  ///
  /// @param key what no other model has had
  void deleted(Transaction tx, Caller caller, String model, long key);
}
