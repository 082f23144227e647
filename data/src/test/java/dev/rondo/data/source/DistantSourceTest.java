package dev.rondo.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rondo.data.Column;
import dev.rondo.data.ColumnType;
import dev.rondo.data.Commit;
import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.data.TableSchema;
import dev.rondo.data.Tables;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.kernel.http.OutgoingRules;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Rows from servers, and from our own tables.
class DistantSourceTest extends SourceFixture {
  private static HttpServer serving(String path, String type, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", type);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  private Rows download(Set<String> trusted, String address) {
    OutgoingHttp http = new OutgoingHttp(OutgoingRules.USUAL.withTrustedHosts(trusted));
    return new RowReader(Progress.SILENT, http, Map.of())
        .read(session, RowSource.parse(List.of(address), SourceOptions.USUAL), "t");
  }

  @Test
  void downloadsAreReadByTheirNameOrType() throws Exception {
    HttpServer server = serving("/", "text/csv; charset=utf-8", "a,b\n1,x\n");
    String host = "127.0.0.1:" + server.getAddress().getPort();
    try {
      for (String path : List.of("/d/a.csv?v=1", "/export")) {
        Rows rows = download(Set.of(host), "http://" + host + path);
        assertThat(rows.place()).isEqualTo("http://" + host + path);
        assertThat(rows()).containsExactly("1|x");
      }
      assertThatThrownBy(() -> download(Set.of(), "http://" + host + "/a.csv"))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("lies in this machine or its network");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aDownloadsMistakesNameItsAddress() throws Exception {
    HttpServer server = serving("/", "application/octet-stream", "a,b\n1\n");
    String host = "127.0.0.1:" + server.getAddress().getPort();
    try {
      String address = "http://" + host + "/a.csv";
      assertThatThrownBy(() -> download(Set.of(host), address))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> assertThat(problem.mistakes().getFirst().file()).isEqualTo(address));
      assertThatThrownBy(() -> download(Set.of(host), "http://" + host + "/export"))
          .hasMessageContaining("tells the form of");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void snapshotsAreReadByTheirNumber() {
    TestClock clock = new TestClock();
    try (Database database = SqliteDatabase.open(folder.resolve("t.db"), clock)) {
      Tables tables =
          new Tables(database, new IdSource(clock, new Random(1)), folder.resolve("tables"));
      tables.create(
          Callers.ALL, "trips", new TableSchema(List.of(new Column("n", ColumnType.BIGINT))));
      RowReader reader = reader(Progress.SILENT).with(tables, Callers.ALL);
      RowSource newest = RowSource.parse(List.of("trips@latest"), SourceOptions.USUAL);
      try (SqlSession own = new SqlEngine(256, 1, folder).open(reader.folders(newest))) {
        assertThatThrownBy(() -> reader.read(own, newest, "t"))
            .hasMessageContaining("no such snapshot");
        tables.append(Callers.ALL, own, "trips", "(SELECT 1 AS n)", Commit.of("a", Map.of()));
        tables.append(Callers.ALL, own, "trips", "(SELECT 2 AS n)", Commit.of("b", Map.of()));
        assertThat(reader.read(own, newest, "t").place()).isEqualTo("trips@2");
        assertThat(own.query("SELECT count(*) FROM t", row -> row.number(1))).containsExactly(2L);
        reader.read(own, RowSource.parse(List.of("trips@1"), SourceOptions.USUAL), "t");
        assertThat(own.query("SELECT count(*) FROM t", row -> row.number(1))).containsExactly(1L);
      }
    }
  }
}
