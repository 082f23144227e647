package dev.rondo.data;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import java.time.Instant;
import java.util.Map;

/// An immutable state of a table.
///
/// @param id the Iceberg snapshot id, which differs between homes
/// @param sequence 1 for the first commit of the table
/// @param rows of the whole table
/// @param digest of the content: schema and rows, whatever files and commits hold them
/// @param committedAt system time
/// @param facts what the commit said of itself
public record Snapshot(
    String table,
    long id,
    long sequence,
    long rows,
    Digest digest,
    Instant committedAt,
    Map<String, String> facts) {

  public Snapshot {
    facts = Map.copyOf(facts);
  }

  /// This snapshot as an asset of the ledger.
  public Asset asset() {
    return new Asset(Asset.Kind.SNAPSHOT, table, Long.toString(sequence), digest);
  }
}
