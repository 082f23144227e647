package dev.rondo.kernel.database;

import java.util.List;

/// The one database of a home. Thread-safe.
public interface Database extends AutoCloseable {

  /// Runs the work in a transaction and returns after it is durable. Units that wait together share
  /// one commit, each behind a savepoint, so that the failure of one does not fail its neighbours.
  /// Whatever the work throws reaches the caller, and none of its changes remain.
  <T> T write(Work<T> work);

  /// Like [#write], but ahead of every waiting ordinary unit: for heartbeats and leases, so that a
  /// flood of metrics never starves them.
  <T> T writeUrgently(Work<T> work);

  /// Runs the work on a consistent snapshot, beside other readers and the writer.
  <T> T read(Work<T> work);

  /// Brings a component's tables to the newest form. Each script is applied once, in order; the
  /// first upgrade of an existing component copies the database beside it before.
  ///
  /// @param component the owner of the tables
  /// @param scripts statements separated by `;`; version 1 is the first, and none ever changes
  /// @throws dev.rondo.kernel.Problem `home-too-new` when a newer build has written these tables
  void migrate(String component, List<String> scripts);

  @Override
  void close();
}
