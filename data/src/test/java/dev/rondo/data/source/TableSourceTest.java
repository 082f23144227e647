package dev.rondo.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.kernel.http.OutgoingRules;
import dev.rondo.kernel.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Tables of other databases; of PostgreSQL where it is installed.
class TableSourceTest extends SourceFixture {
  private static final Map<String, String> SIGNED_IN =
      Map.of("PGUSER", PostgresServer.USER, "PGPASSWORD", PostgresServer.PASSWORD);

  private static @Nullable PostgresServer postgres;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> programs = PostgresServer.programs();
    if (programs.isPresent()) {
      postgres = PostgresServer.start(programs.get());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (postgres != null) {
      postgres.close();
    }
  }

  private static PostgresServer postgres() {
    if (postgres == null) {
      System.err.println(
          "Skipped: PostgreSQL is not installed (Debian: apt-get install postgresql).");
    }
    assumeTrue(postgres != null, "PostgreSQL is not installed");
    return java.util.Objects.requireNonNull(postgres);
  }

  private static void execute(String... statements) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                postgres().url(), PostgresServer.USER, PostgresServer.PASSWORD);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Rows read(Map<String, String> environment, String location) {
    return new RowReader(Progress.SILENT, new OutgoingHttp(OutgoingRules.USUAL), environment)
        .read(session, RowSource.parse(List.of(location), SourceOptions.USUAL), "t");
  }

  private static String at(String table) {
    return "postgresql://127.0.0.1:" + postgres().port() + "/postgres?table=" + table;
  }

  @Test
  void postgresTypesKeepTheirMeaning() throws Exception {
    execute(
        "DROP SCHEMA IF EXISTS s CASCADE",
        "CREATE SCHEMA s",
        "SET TIME ZONE 'America/New_York'",
        """
        CREATE TABLE s."O'Neil ""x"" y" (i smallint, l bigint, n numeric(12,3), u numeric, d float8,
          b boolean, t text, c char(3), day date, at timestamp, z timestamptz, o time, id uuid,
          j jsonb, a int[], y bytea, m money)
        """,
        """
        INSERT INTO s."O'Neil ""x"" y" VALUES (1, 9223372036854775807, 1.5, 2.25, 'NaN', true, 'é''"', 'a',
          '2020-02-29', '2020-01-01 10:00:00.123456', '2020-01-01 10:00:00', '23:59:59',
          '00000000-0000-0000-0000-000000000001', '{"k": 1}', '{1,2}', '\\xff00', 1.5),
          (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
          (2, -1, -0.001, 1e300, 'Infinity', false, '', '', '0001-01-01', 'infinity', '-infinity',
          '00:00', NULL, '[]', '{}', '', 0)
        """);
    assertThat(read(SIGNED_IN, at("s.O'Neil%20%22x%22%20y")).place()).isEqualTo("s.O'Neil \"x\" y");
    assertThat(types())
        .containsExactly(
            "BIGINT",
            "BIGINT",
            "DECIMAL(12,3)",
            "DOUBLE",
            "DOUBLE",
            "BOOLEAN",
            "VARCHAR",
            "VARCHAR",
            "DATE",
            "TIMESTAMP",
            "TIMESTAMP",
            "TIME",
            "VARCHAR",
            "VARCHAR",
            "VARCHAR",
            "BLOB",
            "VARCHAR");
    assertThat(
            session.query(
                "SELECT i || '/' || l || '/' || n || '/' || u || '/' || d || '/' || b || '/' || t || '/' || day"
                    + " || '/' || \"at\" || '/' || z || '/' || o || '/' || j || '/' || a || '/' || hex(y) FROM t",
                row -> row.text(1)))
        .containsExactly(
            "1/9223372036854775807/1.500/2.25/nan/true/é'\"/2020-02-29/2020-01-01 10:00:00.123456/"
                + "2020-01-01 15:00:00/23:59:59/{\"k\": 1}/{1,2}/FF00",
            "",
            "2/-1/-0.001/1e+300/inf/false//0001-01-01/infinity/-infinity/00:00:00/[]/{}/");
  }

  @Test
  void manyRowsComeInChunksAndInOrder() throws Exception {
    execute(
        "DROP TABLE IF EXISTS many",
        "CREATE TABLE many AS SELECT i, i * 2 AS j FROM generate_series(1, 123456) AS i");
    read(SIGNED_IN, at("many"));
    assertThat(
            session.query(
                "SELECT count(*), sum(j) FROM t WHERE i = rowid + 1",
                row -> row.text(1) + " " + row.text(2)))
        .containsExactly("123456 15241507392");
  }

  @Test
  void whatCannotBeReadIsSaidWithoutThePassword() throws Exception {
    execute(
        "DROP TABLE IF EXISTS odd",
        "CREATE TABLE odd AS SELECT 'infinity'::date AS d, 'NaN'::numeric(5,2) AS n");
    assertThatThrownBy(() -> read(SIGNED_IN, at("odd")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(
            "Row 1 of 'odd': the value 'infinity' of column 'd' is no DATE here.");
    assertThat(code(SIGNED_IN, at("missing"))).isEqualTo(ProblemCode.NOT_FOUND);
    Map<String, String> wrong = Map.of("PGUSER", "rondo", "PGPASSWORD", "guess-me");
    assertThatThrownBy(() -> read(wrong, at("odd"))).hasMessageNotContaining("guess-me");
    assertThat(code(wrong, at("odd"))).isEqualTo(ProblemCode.UNAUTHENTICATED);
    assertThat(code(SIGNED_IN, "postgresql://127.0.0.1:1/x?table=t"))
        .isEqualTo(ProblemCode.UNAVAILABLE);
  }

  private ProblemCode code(Map<String, String> environment, String location) {
    return Assertions.catchThrowableOfType(Problem.class, () -> read(environment, location)).code();
  }

  @Test
  void tablesOfAnyDatabaseWithADriver() throws Exception {
    Path file = folder.resolve("x.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE \"a b\" (n INTEGER, t TEXT)");
      statement.execute("INSERT INTO \"a b\" VALUES (1, 'x,\"y'), (NULL, ''), (3, NULL)");
    }
    read(Map.of(), "jdbc:sqlite:" + file + "?table=a%20b");
    assertThat(types()).containsExactly("BIGINT", "VARCHAR");
    assertThat(rows()).containsExactly("1|x,\"y", "-|", "3|-");
    assertThat(code(Map.of(), "jdbc:sqlite:" + file + "?table=no"))
        .isEqualTo(ProblemCode.NOT_FOUND);
    assertThatThrownBy(() -> read(Map.of(), "jdbc:oracle:x?table=t"))
        .hasMessageContaining("no JDBC driver for 'jdbc:oracle:x'");
  }
}
