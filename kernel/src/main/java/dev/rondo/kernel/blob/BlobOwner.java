package dev.rondo.kernel.blob;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.database.Transaction;
import java.util.HashSet;
import java.util.Set;

/// A part of the platform that points at blobs.
@FunctionalInterface
public interface BlobOwner {

  /// The digests among those it points at that begin so, also by what was deleted and can still be
  /// restored. Others may be among them: a digest that is no blob's does no harm.
  ///
  /// @param prefix one hex digit, so that nobody holds them all in memory at once
  Set<Digest> blobs(char prefix);

  /// The digests that a query finds.
  ///
  /// @param sql with a column `digest`, and two places: from which text on, and before which
  static Set<Digest> find(Transaction tx, String sql, char prefix) {
    return new HashSet<>(
        tx.list(
            sql,
            row -> new Digest(row.text("digest")),
            String.valueOf(prefix),
            String.valueOf((char) (prefix + 1))));
  }

  /// SQL for [#find]: every digest that stands somewhere in JSON.
  ///
  /// @param table and its column that holds the JSON
  static String inJson(String table, String column) {
    return """
    SELECT DISTINCT t.atom AS digest FROM %1$s, json_tree(%1$s.%2$s) t
    WHERE t.type = 'text' AND length(t.atom) = 64 AND t.atom NOT GLOB '*[^0-9a-f]*'
      AND t.atom >= ? AND t.atom < ?
    """
        .formatted(table, column);
  }
}
