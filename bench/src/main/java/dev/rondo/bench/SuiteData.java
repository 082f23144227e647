package dev.rondo.bench;

import dev.rondo.data.SqlSession;
import java.nio.file.Path;

/// A table of 21 columns for checks and profiles: numbers, texts with few values and with as many
/// as rows, a time, a truth, and one column with gaps.
final class SuiteData {
  private SuiteData() {}

  /// Writes a Parquet file; the same for the same number of rows.
  static void write(SqlSession session, Path file, long rows) {
    session.execute(
        """
        COPY (SELECT i AS id,
            hash(i) %% 100000 AS customer,
            (hash(i + 1) %% 50)::INTEGER AS age,
            (hash(i + 2) %% 5)::SMALLINT AS rating,
            (hash(i + 3) %% 1000)::BIGINT AS quantity,
            (hash(i + 4) %% 1000000) / 1e4 AS price,
            (hash(i + 5) %% 1000000) / 1e6 AS share,
            (hash(i + 6) %% 2000000) / 1e4 - 100 AS delta,
            sqrt(hash(i + 7) %% 1000000) AS size,
            ((hash(i + 8) %% 1000) / 10.0)::DOUBLE AS score,
            ln(1 + (hash(i + 9) %% 1000000)) AS weight,
            md5(i::VARCHAR) AS token,
            ['red', 'green', 'blue', 'black', 'white'][1 + (hash(i + 10) %% 5)::INTEGER] AS color,
            'C' || (hash(i + 11) %% 99)::VARCHAR AS country,
            'user' || (hash(i + 12) %% 20000)::VARCHAR || '@example.com' AS email,
            (10000 + hash(i + 13) %% 80000)::VARCHAR AS zip,
            ['new', 'open', 'closed'][1 + (hash(i + 14) %% 3)::INTEGER] AS status,
            'note ' || (hash(i + 15) %% 1000)::VARCHAR AS note,
            TIMESTAMP '2020-01-01' + INTERVAL (i %% 31536000) SECOND AS moment,
            hash(i + 16) %% 2 = 0 AS active,
            CASE WHEN hash(i + 17) %% 20 > 0 THEN (hash(i + 18) %% 1000) / 7.0 END AS bonus
          FROM range(%d) rows(i)) TO '%s' (FORMAT parquet)
        """
            .formatted(rows, file));
  }
}
