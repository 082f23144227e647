package dev.rondo.kernel.database;

/// A unit of work on the database: statements alone, no other input or output inside, since it may
/// be run again.
@FunctionalInterface
public interface Work<T> {
  T run(Transaction transaction);
}
