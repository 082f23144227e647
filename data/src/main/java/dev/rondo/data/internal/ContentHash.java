package dev.rondo.data.internal;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Digest;
import java.math.BigInteger;

/// The identity of a bag of rows, whatever their order and files: two 128-bit sums over the halves
/// of each row's MD5, and the count. Adding rows adds their hashes, so a commit costs only what it
/// adds. It tells equal content from changed content; it is no protection against someone who
/// forges collisions on purpose, for which the files' own checksums would be needed.
public record ContentHash(long rows, BigInteger low, BigInteger high) {
  public static final ContentHash EMPTY = new ContentHash(0, BigInteger.ZERO, BigInteger.ZERO);
  private static final BigInteger MODULUS = BigInteger.TWO.pow(128);

  /// Hashes every row of a relation, as JSON text of its columns in order.
  public static ContentHash of(SqlSession session, String relation) {
    return session
        .query(
            "SELECT count(*) AS n, coalesce(sum(md5_number_lower(j)), 0)::VARCHAR AS low,"
                + " coalesce(sum(md5_number_upper(j)), 0)::VARCHAR AS high"
                + " FROM (SELECT to_json(r)::VARCHAR AS j FROM "
                + relation
                + " AS r)",
            row -> new ContentHash(row.number("n"), row.big("low"), row.big("high")))
        .getFirst();
  }

  /// Reads what [#text] wrote.
  public static ContentHash parse(String rows, String text) {
    int colon = text.indexOf(':');
    return new ContentHash(
        Long.parseLong(rows),
        new BigInteger(text.substring(0, colon), 16),
        new BigInteger(text.substring(colon + 1), 16));
  }

  public String text() {
    return low.toString(16) + ":" + high.toString(16);
  }

  /// The hash of both bags together.
  public ContentHash plus(ContentHash other) {
    return new ContentHash(
        rows + other.rows, low.add(other.low).mod(MODULUS), high.add(other.high).mod(MODULUS));
  }

  public Digest digest() {
    return Digest.of(rows + ":" + text());
  }
}
