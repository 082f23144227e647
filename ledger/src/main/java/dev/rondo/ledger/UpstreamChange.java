package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import java.util.Optional;

/// A thing upstream that one run had otherwise than another.
///
/// @param from as the other run had it; empty when it had nothing of the name
/// @param to as the run had it; empty when it had nothing of the name
/// @param distance how many runs lie between it and the run, itself counted: 1 for what it read
/// @param isRead false for what was made before the run but not noted as read by it, as happens
///   when a run fails early
public record UpstreamChange(
    AssetName name,
    Optional<AssetRecord> from,
    Optional<AssetRecord> to,
    int distance,
    boolean isRead) {

  /// The newer of the two.
  public AssetRecord newest() {
    return to.or(this::from).orElseThrow();
  }

  /// Whether it is of a kind.
  public boolean is(Asset.Kind kind) {
    return name.kind() == kind;
  }
}
