package dev.rondo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSessionTest {
  @TempDir Path folder;
  private Path inside;
  private Path outside;
  private SqlEngine engine;

  @BeforeEach
  void prepare() throws Exception {
    inside = Files.createDirectories(folder.resolve("in"));
    outside = Files.writeString(folder.resolve("secret.csv"), "a\n1\n");
    engine = new SqlEngine(256, 1, Files.createDirectories(folder.resolve("tmp")));
  }

  @Test
  void answersComeInOrderWithTheirTypes() {
    try (SqlSession session = engine.open(List.of(inside))) {
      session.execute(
          "CREATE TABLE t AS SELECT range AS n, range * 0.5::DOUBLE AS x FROM range(3)");
      assertThat(
              session.query("SELECT n, x FROM t ORDER BY n DESC", r -> r.number("n") + r.real("x")))
          .containsExactly(3.0, 1.5, 0.0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_csv('%s')",
        "COPY (SELECT 1) TO '%s.copy'",
        "SET enable_external_access = true",
        "SET memory_limit = '10GB'",
        "INSTALL httpfs",
        "ATTACH '%s.db'"
      })
  void aSessionCannotLeaveItsFolders(String sql) {
    try (SqlSession session = engine.open(List.of(inside))) {
      assertThatThrownBy(() -> session.execute(sql.formatted(outside))).isInstanceOf(Problem.class);
    }
  }

  @Test
  void whatItMayTouchItReadsAndWrites() {
    try (SqlSession session = engine.open(List.of(inside))) {
      session.execute("COPY (SELECT 42 AS n) TO '" + inside.resolve("a.parquet") + "'");
      assertThat(
              session.query(
                  "SELECT n FROM read_parquet('" + inside.resolve("a.parquet") + "')",
                  r -> r.number("n")))
          .containsExactly(42L);
    }
  }

  @Test
  void aRunningQueryIsCancelled() throws Exception {
    try (SqlSession session = engine.open(List.of(inside))) {
      Thread query =
          Thread.ofPlatform()
              .start(() ->
                  assertThatThrownBy(() ->
                          session.query(
                              "SELECT count(*) FROM range(1000000) a, range(1000000) b"
                                  + " WHERE a.range + b.range = 7",
                              r -> r.number(1)))
                      .isInstanceOf(Problem.class));
      while (query.isAlive()) {
        session.cancel();
        query.join(20);
      }
    }
  }
}
