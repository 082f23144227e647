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
/// @param quality empty when nothing new had arrived
public record Ingested(
    Optional<Snapshot> snapshot, List<Asset> files, Optional<QualityResult> quality) {
  public Ingested {
    files = List.copyOf(files);
  }

  public long rows() {
    return quality.map(QualityResult::read).orElse(0L);
  }
}
