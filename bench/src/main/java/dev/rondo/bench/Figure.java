package dev.rondo.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/// One measured quantity.
///
/// @param peer what ran beside it, in the same rounds
/// @param limit the most that the ratio is to be; without a peer, the median
record Figure(
    String name, String unit, Samples samples, Optional<Peer> peer, OptionalDouble limit) {

  /// Another way to do the same, in the same unit.
  record Peer(String name, Samples samples) {}

  Figure(String name, String unit, Samples samples) {
    this(name, unit, samples, Optional.empty());
  }

  Figure(String name, String unit, Samples samples, Optional<Peer> peer) {
    this(name, unit, samples, peer, OptionalDouble.empty());
  }

  Figure withLimit(double most) {
    return new Figure(name, unit, samples, peer, OptionalDouble.of(most));
  }

  /// Whether the limit is kept; so it is where there is none.
  boolean isWithinLimit() {
    return ratio().orElse(samples.median()) <= limit.orElse(Double.POSITIVE_INFINITY);
  }

  /// How many times the peer's median this one's is.
  Optional<Double> ratio() {
    return peer.map(p -> samples.median() / p.samples().median());
  }
}
