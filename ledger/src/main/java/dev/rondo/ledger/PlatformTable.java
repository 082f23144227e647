package dev.rondo.ledger;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.database.Transaction;
import java.time.Duration;
import java.util.Optional;

/// The platforms by digest, and what runs used of them.
final class PlatformTable {
  static final String SCHEMA =
      """
      CREATE TABLE platform (digest TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
      ALTER TABLE run ADD COLUMN platform TEXT;
      ALTER TABLE run ADD COLUMN cpu_millis INTEGER;
      ALTER TABLE run ADD COLUMN peak_bytes INTEGER
      """;

  private PlatformTable() {}

  static void put(Transaction tx, Platform platform) {
    tx.update(
        "INSERT OR IGNORE INTO platform (digest, content) VALUES (?, ?)",
        platform.digest(),
        platform.json());
  }

  static Optional<Platform> find(Transaction tx, Digest digest) {
    return tx.find(
        "SELECT content FROM platform WHERE digest = ?",
        row -> Platform.parse(row.text("content")),
        digest);
  }

  static void used(Transaction tx, long run, Usage usage) {
    tx.update(
        "UPDATE run SET cpu_millis = ?, peak_bytes = ? WHERE key = ?",
        usage.cpu().toMillis(),
        usage.peakBytes(),
        run);
  }

  static Optional<Usage> usage(Optional<Long> cpuMillis, Optional<Long> peakBytes) {
    return cpuMillis.map(cpu -> new Usage(Duration.ofMillis(cpu), peakBytes.orElse(0L)));
  }
}
