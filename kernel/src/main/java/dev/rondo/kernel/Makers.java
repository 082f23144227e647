package dev.rondo.kernel;

import dev.rondo.kernel.database.Transaction;

/// Notes who makes a thing, within the unit of work that makes it.
@FunctionalInterface
public interface Makers {
  /// Where nobody holds levels on anything.
  Makers NOBODY = (_, _, _) -> {};

  void made(Transaction tx, Caller caller, Thing thing);
}
