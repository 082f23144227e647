package dev.rondo.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.api.schema.Schema;
import dev.rondo.api.testing.TestServer;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HttpServerTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(HttpServerTest::routes);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void routes(Routes routes) {
    routes
        .get("/hello/{name}")
        .open()
        .summary("Greets")
        .query("times", Schema.integer().range(1, 9), "how often")
        .handle(r -> Response.json(Map.of("hello", r.parameter("name"), "n", r.query("times", 1))));
    routes
        .get("/silence")
        .open()
        .summary("Streams nothing")
        .handle(
            _ -> Response.stream("text/plain", OutputStream::flush).header("Content-Length", "0"));
    routes
        .get("/stream/{pieces}")
        .open()
        .summary("Streams pieces of a hundred bytes")
        .handle(r ->
            Response.stream(
                "text/plain",
                out -> {
                  for (int i = Integer.parseInt(r.parameter("pieces")); i > 0; i--) {
                    out.write("#".repeat(100).getBytes(StandardCharsets.US_ASCII));
                  }
                }));
    routes
        .get("/events")
        .open()
        .summary("Sends one event")
        .handle(_ -> Response.events(stream -> stream.send("1", "news", "good")));
    routes
        .post("/echo")
        .permission(Permission.READ)
        .summary("Echoes")
        .accepts(Schema.object().field("a", Schema.integer()))
        .handle(r -> Response.json(r.json()));
    routes
        .post("/bytes")
        .permission(Permission.READ)
        .summary("Counts")
        .accepts(BodyKind.BYTES)
        .maxBody(100_000)
        .handle(r -> Response.text(String.valueOf(r.bytes().length)));
    routes
        .post("/form")
        .permission(Permission.READ)
        .summary("Takes a form")
        .accepts(BodyKind.FORM)
        .handle(r -> Response.text(r.text()));
    routes
        .get("/late")
        .open()
        .summary("Fails after it began")
        .handle(_ ->
            Response.stream(
                "text/plain",
                out -> {
                  out.write(new byte[100_000]);
                  out.flush();
                  throw new IOException("gone");
                }));
    routes
        .get("/early")
        .open()
        .summary("Fails before it began")
        .handle(_ ->
            Response.stream(
                "text/plain",
                _ -> {
                  throw Problem.invalid("not today");
                }));
    routes.get("/page").open().summary("A page").handle(_ -> Response.html("<p>Hi"));
    routes
        .get("/bug")
        .open()
        .summary("Fails")
        .handle(_ -> {
          throw new IllegalStateException("secret");
        });
    routes
        .get("/files/{path...}")
        .open()
        .summary("Rest")
        .handle(r -> Response.text(r.parameter("path")));
    routes
        .get("/{project}.git/info")
        .open()
        .summary("Git")
        .handle(r -> Response.text(r.parameter("project")));
    routes
        .get("/v2/broken")
        .open()
        .summary("Own error form")
        .handle(_ -> {
          throw Problem.invalid("no");
        });
    routes.errors("/v2", problem -> Response.json(Map.of("error", problem.text())).status(400));
  }

  private static HttpResponse<String> post(String path, String type, byte[] body, String... more) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(path)).POST(BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (more.length > 0) {
      request.headers(more);
    }
    return server.send(request.build());
  }

  private static String code(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(ProblemJson.TYPE);
    return Json.parseObject(answer.body()).get("code").asString();
  }

  @Test
  void answersWithJsonAndSafeHeaders() {
    HttpResponse<String> answer = server.get("/hello/w%C3%B6rld?times=3");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"hello\":\"wörld\",\"n\":3}");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(server.get("/page").headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("script-src 'self'")
        .contains("frame-ancestors 'none'");
  }

  @Test
  void parametersOfTheQueryAreHeldToTheirDeclaration() {
    assertThat(code(server.get("/hello/x?times=ten"))).isEqualTo("invalid-request");
    assertThat(server.get("/hello/x?times=10").body()).contains("between 1 and 9");
  }

  @Test
  void theMostLiteralRouteWins() {
    assertThat(server.get("/files/a/b.css").body()).isEqualTo("a/b.css");
    assertThat(server.get("/taxi.git/info").body()).isEqualTo("taxi");
  }

  @Test
  void aPathThatHidesSomethingIsNoPath() {
    for (String path :
        new String[] {
          "/files/%2e%2e/x",
          "/files/a%2fb",
          "/files/a%5cb",
          "/files/%252e",
          "/files/%00",
          "/files//x",
          "/files/%ff",
          "/nothing"
        }) {
      assertThat(server.get(path).statusCode()).as(path).isIn(400, 404);
    }
    assertThat(
            server.raw(
                "GET /files/../bug HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .containsPattern("HTTP/1.1 40[04]");
  }

  @Test
  void anotherMethodIsToldWhatIsAllowed() {
    HttpResponse<String> answer = server.post("/hello/x", "{}");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @Test
  void headIsGetWithoutContent() {
    HttpRequest head = HttpRequest.newBuilder(server.uri("/page")).HEAD().build();
    HttpResponse<String> answer = server.send(head);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).hasValue("5");
  }

  @Test
  void aForeignHostIsRefused() {
    for (String host : new String[] {"evil.example", "localhost.evil.example", "127.0.0.2", ""}) {
      String answer =
          server.raw("GET /hello/x HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(host).containsPattern("HTTP/1.1 40[03] ").doesNotContain("hello");
    }
    assertThat(
            server.raw("GET /hello/x HTTP/1.1\r\nHost: LOCALHOST:99\r\nConnection: close\r\n\r\n"))
        .contains("200 OK");
  }

  @Test
  void aConfiguredHostIsTaken() {
    HttpOptions options = new HttpOptions("localhost", 0, Set.of("Rondo.Example"), Limits.DEFAULT);
    try (TestServer named = TestServer.start(HttpServerTest::routes, _ -> Callers.ALL, options)) {
      assertThat(
              named.raw("GET /page HTTP/1.1\r\nHost: rondo.example\r\nConnection: close\r\n\r\n"))
          .contains("200 OK");
    }
  }

  @Test
  void aChangeFromAnotherSiteIsRefused() {
    assertThat(server.post("/echo", "{\"a\":1}").statusCode()).isEqualTo(200);
    String own = "http://127.0.0.1:" + server.port();
    assertThat(server.post("/echo", "{\"a\":1}", "Origin", own).statusCode()).isEqualTo(200);
    for (String origin : new String[] {"http://evil.example", "null", "http://127.0.0.1:1"}) {
      assertThat(code(server.post("/echo", "{\"a\":1}", "Origin", origin))).isEqualTo("forbidden");
    }
    assertThat(server.post("/echo", "{\"a\":1}", "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
  }

  @Test
  void aChangeNeedsTheContentTypeOfItsRoute() {
    assertThat(code(post("/echo", "text/plain", "{\"a\":1}".getBytes())))
        .isEqualTo("unsupported-media-type");
    assertThat(post("/echo", "", "{\"a\":1}".getBytes()).statusCode()).isEqualTo(415);
    assertThat(
            post("/echo", "application/json; charset=utf-8", "{\"a\":1}".getBytes()).statusCode())
        .isEqualTo(200);
    String form = "application/x-www-form-urlencoded";
    assertThat(post("/form", "application/json", "{}".getBytes()).statusCode()).isEqualTo(415);
    assertThat(post("/form", form, "a=1".getBytes()).body())
        .as("a form that may be another site's")
        .contains("forbidden", "does not tell its page");
    assertThat(
            post("/form", form, "a=1".getBytes(), "Origin", "http://127.0.0.1:" + server.port())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aBodyOfAnotherShapeIsRefusedWithEveryMistake() {
    HttpResponse<String> answer = server.post("/echo", "{\"b\":1,\"a\":\"x\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Json.parseObject(answer.body()).get("mistakes")).hasSize(2);
    assertThat(server.post("/echo", "{\"a\":").body()).contains("line 1");
    assertThat(server.post("/echo", "{\"a\":NaN}").statusCode()).isEqualTo(400);
    assertThat(server.post("/echo", "[1]").statusCode()).isEqualTo(400);
    assertThat(server.post("/echo", "").statusCode()).isEqualTo(400);
    assertThat(server.post("/echo", "[".repeat(100_000)).statusCode()).isEqualTo(400);
  }

  @Test
  void aBodyIsCutOffAtItsLimit() throws IOException {
    String bytes = "application/octet-stream";
    assertThat(post("/bytes", bytes, new byte[100_000]).body()).isEqualTo("100000");
    assertThat(code(post("/bytes", bytes, new byte[100_001]))).isEqualTo("too-large");
    HttpRequest chunked =
        HttpRequest.newBuilder(server.uri("/bytes"))
            .header("Content-Type", bytes)
            .POST(
                BodyPublishers.ofByteArrays(java.util.List.of(new byte[60_000], new byte[60_000])))
            .build();
    assertThat(server.send(chunked).statusCode()).isEqualTo(413);
    assertThat(server.post("/echo", " ".repeat(10 << 20)).statusCode()).isEqualTo(413);
  }

  @Test
  void aCompressedBodyIsReadWithinTheLimit() throws IOException {
    String type = "application/octet-stream";
    byte[] small = gzip(new byte[90_000]);
    assertThat(post("/bytes", type, small, "Content-Encoding", "gzip").body()).isEqualTo("90000");
    byte[] bomb = gzip(new byte[50_000_000]);
    assertThat(bomb.length).isLessThan(100_000);
    assertThat(post("/bytes", type, bomb, "Content-Encoding", "gzip").statusCode()).isEqualTo(413);
    byte[] half = Arrays.copyOf(small, small.length / 2);
    assertThat(code(post("/bytes", type, half, "Content-Encoding", "gzip")))
        .isEqualTo("invalid-request");
    assertThat(post("/bytes", type, "no".getBytes(), "Content-Encoding", "gzip").statusCode())
        .isEqualTo(400);
    assertThat(post("/bytes", type, small, "Content-Encoding", "br").statusCode()).isIn(400, 415);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  @Test
  void aProblemBeforeTheFirstByteIsToldAndOneAfterItCutsTheConnection() {
    assertThat(code(server.get("/early"))).isEqualTo("invalid-request");
    assertThat(server.raw("GET /late HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .doesNotEndWith("0\r\n\r\n");
  }

  @Test
  void anUnexpectedFailureTellsNothing() {
    HttpResponse<String> answer = server.get("/bug");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("secret").contains("log");
  }

  @Test
  void aProtocolHasItsOwnErrorForm() {
    assertThat(server.get("/v2/broken").body()).isEqualTo("{\"error\":\"no\"}");
    assertThat(server.get("/v2/nothing").body()).startsWith("{\"error\":");
  }

  @Test
  void headersAndRequestLinesAreLimited() {
    String answer =
        server.raw(
            "GET /page HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
    assertThat(answer).containsPattern("HTTP/1.1 4\\d\\d").contains("problem+json");
    assertThat(server.raw("NONSENSE\r\n\r\n")).contains("400");
  }

  @Test
  void aLongQueryIsTakenAndATooLongOneIsToldInTheErrorFormOfItsPath() {
    assertThat(server.get("/hello/ann?x=" + "x".repeat(32_000)).statusCode()).isEqualTo(200);
    String tooLong = "?x=" + "x".repeat(33_000);
    HttpResponse<String> refused = server.get("/hello/ann" + tooLong);
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains("at most 32768").hasSizeLessThan(1_000);
    assertThat(server.get("/v2/broken" + tooLong).body()).startsWith("{\"error\":");
    assertThat(server.raw("GET /hello/ann?x=" + "x".repeat(70_000) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 414 ");
  }

  @Test
  void aMissingPermissionIsForbidden() {
    try (TestServer closed =
        TestServer.start(HttpServerTest::routes, _ -> Callers.NONE, HttpOptions.local(0))) {
      assertThat(code(closed.post("/echo", "{\"a\":1}"))).isEqualTo("forbidden");
      assertThat(closed.get("/page").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aTakenPortIsNamed() {
    assertThatThrownBy(() ->
            TestServer.start(
                HttpServerTest::routes, _ -> Callers.ALL, HttpOptions.local(server.port())))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(String.valueOf(server.port()))
        .hasMessageContaining("--port");
  }

  @Test
  void anAddressThatOthersReachIsRefused() {
    HttpOptions open = new HttpOptions("0.0.0.0", 0, Set.of(), Limits.DEFAULT);
    assertThatThrownBy(() -> TestServer.start(HttpServerTest::routes, _ -> Callers.ALL, open))
        .hasMessageContaining("authentication");
  }

  @Test
  void anIncompleteDeclarationDoesNotStart() {
    refuses(r -> r.get("/x").summary("x").handle(_ -> Response.empty(204)), "permission");
    refuses(r -> r.get("/x").open().summary("x"), "no handler");
    refuses(
        r -> {
          r.get("/x/{a}").open().summary("x").handle(_ -> Response.empty(204));
          r.get("/x/{b}").open().summary("x").handle(_ -> Response.empty(204));
        },
        "share one path");
  }

  private static void refuses(Consumer<Routes> declarations, String why) {
    Routes routes = new Routes();
    declarations.accept(routes);
    assertThatThrownBy(routes::router)
        .isInstanceOf(Problem.class)
        .hasMessageContaining(why)
        .extracting(e -> ((Problem) e).code())
        .isEqualTo(ProblemCode.INTERNAL);
  }

  @Test
  void anEmptyStreamIsAnsweredAlsoWhereTheConnectionIsToEnd() {
    assertThat(closing("/silence"))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("Content-Length: 0\r\n")
        .endsWith("\r\n\r\n");
    HttpResponse<String> kept = server.get("/silence");
    assertThat(kept.statusCode()).isEqualTo(200);
    assertThat(kept.body()).isEmpty();
  }

  @Test
  void aStreamReachesItsEndAlsoWhereTheConnectionIsToEnd() {
    for (int pieces : new int[] {0, 1, 30, 3_000}) {
      String answer = closing("/stream/" + pieces);
      assertThat(answer).as("%d pieces", pieces).startsWith("HTTP/1.1 200 ");
      assertThat(answer.chars().filter(c -> c == '#').count()).isEqualTo(pieces * 100L);
      if (answer.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
        assertThat(answer).endsWith("\r\n0\r\n\r\n");
      } else {
        assertThat(answer).containsIgnoringCase("Content-Length: " + pieces * 100 + "\r\n");
      }
    }
    assertThat(closing("/events")).contains("data: good\n\n").endsWith("\r\n0\r\n\r\n");
  }

  private static String closing(String path) {
    return server.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }
}
