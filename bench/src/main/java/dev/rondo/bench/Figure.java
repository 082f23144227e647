package dev.rondo.bench;

import java.util.Optional;

/// One measured quantity.
///
/// @param peer what ran beside it, in the same rounds
record Figure(String name, String unit, Samples samples, Optional<Peer> peer) {

  /// Another way to do the same, in the same unit.
  record Peer(String name, Samples samples) {}

  Figure(String name, String unit, Samples samples) {
    this(name, unit, samples, Optional.empty());
  }

  /// How many times the peer's median this one's is.
  Optional<Double> ratio() {
    return peer.map(p -> samples.median() / p.samples().median());
  }
}
