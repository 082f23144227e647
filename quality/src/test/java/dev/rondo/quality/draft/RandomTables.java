package dev.rondo.quality.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Queries that make tables of columns of every kind, some of them ugly.
final class RandomTables {
  private static final List<String> COLUMNS =
      List.of(
          "i + %2$d AS id",
          "i %% %1$d AS code",
          "CAST(exp(hash(i + %2$d) / 9e18 * %1$d) AS DOUBLE) AS heavy",
          "CASE WHEN hash(i * 3 + %2$d) %% 1000 > 2 THEN hash(i) %% %1$d ELSE -999 END AS sentinel",
          "CAST((hash(i + %2$d) %% 100000) / 100.0 AS DECIMAL(12, 2)) AS price",
          "CAST(hash(i + %2$d) %% 2 = 0 AS BOOLEAN) AS flag",
          "CASE WHEN hash(i + %2$d) %% %1$d > 0 THEN 'v' || hash(i * 7) %% %1$d END AS category",
          "DATE '2020-01-01' + CAST(i %% 400 + %2$d AS INTEGER) AS day",
          "TIMESTAMP '2020-01-01' + to_seconds(i * 3600 + %2$d) AS \"at\"",
          "CAST(CAST(md5(CAST(i + %2$d AS VARCHAR)) AS UUID) AS VARCHAR) AS token",
          "'user' || i || '@example.org' AS email",
          "chr(CAST(65 + hash(i) %% 26 AS INTEGER)) || '-' || lpad(CAST(hash(i) %% 999 AS VARCHAR), 3, '0') AS plate",
          "repeat('x', CAST(hash(i + %2$d) %% %1$d AS INTEGER)) AS \"a text; with \"\"quotes\"\"\"",
          "CASE WHEN i %% 50 = 1 THEN CAST('NaN' AS DOUBLE) ELSE i / 7.0 END AS unreal",
          "CAST(hash(i + %2$d) AS HUGEINT) * 3 AS huge",
          "CAST(hash(i + %2$d) %% 9223372036854775807 AS BIGINT) - 4611686018427387904 AS wide",
          "CAST(NULL AS INTEGER) AS nothing",
          "[i] AS list",
          "CAST(DATE '2019-12-01' + CAST(i %% 90 AS INTEGER) AS VARCHAR) AS written",
          "CASE WHEN i %% 31 = 0 THEN '2020-02-30' ELSE '2020-02-28' END AS nearly",
          "i + 0.5 AS half, (i + 0.5) * 2 AS twice, i + (i + 0.5) * 2 AS total",
          "hash(i) %% 100 AS least, hash(i) %% 100 + hash(i * 5) %% 9 AS most",
          "(hash(i) / 1e300) - 1e-290 AS tiny",
          "hash(i + %2$d) * 1e280 AS vast",
          "CASE WHEN i %% 3 = 0 THEN 'ä-1' WHEN i %% 3 = 1 THEN 'Ö-٣' ELSE 'b\t2' END AS script");

  private RandomTables() {}

  /// One table, or parts that follow each other.
  static List<String> queries(Random random) {
    List<String> columns = new ArrayList<>();
    int size = 1 + random.nextInt(8);
    for (int start = random.nextInt(COLUMNS.size()), i = 0; i < size; i++) {
      columns.add(COLUMNS.get((start + i * 7) % COLUMNS.size()));
    }
    int parts = random.nextInt(3) == 0 ? 2 + random.nextInt(4) : 1;
    int many = 2 + random.nextInt(60);
    List<String> queries = new ArrayList<>();
    int from = random.nextInt(100_000);
    for (int part = 0; part < parts; part++) {
      int rows = List.of(0, 1, 3, 40, 300, 1500, 5000).get(random.nextInt(7));
      queries.add(
          "SELECT %s FROM range(%d, %d) AS r(i)"
              .formatted(String.join(", ", columns), from, from + rows)
              .formatted(many, random.nextInt(1000)));
      from += rows;
    }
    return queries;
  }
}
