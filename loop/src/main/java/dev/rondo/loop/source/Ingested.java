package dev.rondo.loop.source;

import dev.rondo.data.Snapshot;
import dev.rondo.kernel.Asset;
import dev.rondo.quality.QualityResult;
import java.util.List;
import java.util.Optional;

/// What one ingestion did.
///
/// @param snapshot the data set's state after it; empty when no row was ever accepted
/// @param files that rows were taken from
/// @param setAside the rows that were quarantined, if any
/// @param quality empty when nothing new had arrived
public record Ingested(
    Optional<Snapshot> snapshot,
    List<Asset> files,
    Optional<Asset> setAside,
    Optional<QualityResult> quality) {
  public Ingested {
    files = List.copyOf(files);
  }

  static Ingested nothing(Optional<Snapshot> current) {
    return new Ingested(current, List.of(), Optional.empty(), Optional.empty());
  }

  public long rows() {
    return quality.map(QualityResult::read).orElse(0L);
  }
}
