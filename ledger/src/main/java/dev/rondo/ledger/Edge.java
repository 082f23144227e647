package dev.rondo.ledger;

import dev.rondo.kernel.Asset;

/// A run read or wrote an asset.
public record Edge(RunId run, Asset asset, Role role) {

  /// Which way the data went.
  public enum Role {
    INPUT,
    OUTPUT
  }
}
