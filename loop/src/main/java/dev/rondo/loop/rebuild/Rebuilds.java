package dev.rondo.loop.rebuild;

import dev.rondo.data.Tables;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.LineageGraph;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Says of a piece of lineage what is no longer there and what can no longer be made again: by what
/// the ledger noted when it was removed, and by looking whether snapshots and files are there.
/// Thread-safe.
public final class Rebuilds {
  private final Tables tables;
  private final BlobStore blobs;

  public Rebuilds(Tables tables, BlobStore blobs) {
    this.tables = tables;
    this.blobs = blobs;
  }

  /// @return of every asset of which anything is to be said
  public Map<Asset, Standing> judge(Caller caller, LineageGraph graph) {
    Map<String, Set<String>> snapshots = new HashMap<>();
    Set<String> known = Set.copyOf(tables.list(caller));
    return Standings.of(
        graph,
        record ->
            noted(record)
                .or(() ->
                    missing(
                            record,
                            table ->
                                snapshots.computeIfAbsent(
                                    table,
                                    _ ->
                                        known.contains(table) ? versions(caller, table) : Set.of()))
                        .map(reason ->
                            new Standing(Optional.empty(), Optional.of(reason), Optional.empty())))
                .orElse(Standing.SOUND));
  }

  private static Optional<Standing> noted(AssetRecord record) {
    return record
        .removal()
        .map(_ -> new Standing(record.removed(), record.removal(), Optional.empty()));
  }

  private Set<String> versions(Caller caller, String table) {
    return tables.sequences(caller, table).stream()
        .map(sequence -> Long.toString(sequence))
        .collect(Collectors.toSet());
  }

  private interface Versions {
    Set<String> of(String table);
  }

  private Optional<String> missing(AssetRecord record, Versions snapshots) {
    Asset asset = record.asset();
    return switch (asset.kind()) {
      case SNAPSHOT ->
          snapshots.of(asset.name()).contains(asset.version())
              ? Optional.empty()
              : Optional.of("The table has this snapshot no more.");
      case BUNDLE -> file(asset.digest());
      case MODEL ->
          record.facts().path("format").asString("").equals("onnx")
              ? file(asset.digest())
              : Optional.empty();
      case TRAINING_SET ->
          record.facts().has("matrix")
              ? file(new Digest(record.facts().path("matrix").asString()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<String> file(Digest digest) {
    return blobs.contains(digest)
        ? Optional.empty()
        : Optional.of("Its file %s is not in the store any more.".formatted(digest.brief()));
  }
}
