package dev.rondo.kernel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingHttpTest {
  @TempDir Path folder;
  private ServerSocket server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Function<String, String> answers = _ -> "HTTP/1.1 404 x\r\n\r\n";

  @BeforeEach
  void serve() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
              String request = head(socket.getInputStream());
              asked.add(request);
              socket
                  .getOutputStream()
                  .write(
                      answers.apply(request.split(" ")[1]).getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
              asked.add("closed");
            }
          }
        });
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    return head.toString();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private OutgoingHttp.Answered post(
      OutgoingRules rules, String path, Map<String, String> headers) {
    URI address = URI.create("http://data.test:" + server.getLocalPort() + path);
    return client(rules).post(address, headers, "{}".getBytes(StandardCharsets.UTF_8));
  }

  private OutgoingRules trusting() {
    return OutgoingRules.USUAL.withTrustedHosts(Set.of("data.test:" + server.getLocalPort()));
  }

  private OutgoingHttp client(OutgoingRules rules) {
    return new OutgoingHttp(
        rules,
        host -> new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})});
  }

  private String get(OutgoingRules rules, String path) throws IOException {
    Path file = folder.resolve("got");
    client(rules).download(URI.create("http://data.test:" + server.getLocalPort() + path), file);
    return Files.readString(file);
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  @Test
  void bodiesOfEveryKind() throws IOException {
    answers =
        path ->
            switch (path) {
              case "/sized?a=1" -> ok("a\n1\n");
              case "/open" -> "HTTP/1.0 200 OK\r\n\r\nopen";
              default ->
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
            };
    assertThat(get(trusting(), "/sized?a=1")).isEqualTo("a\n1\n");
    assertThat(get(trusting(), "/open")).isEqualTo("open");
    assertThat(get(trusting(), "/chunked")).isEqualTo("abcde");
    assertThat(asked.getFirst()).contains("Host: data.test:" + server.getLocalPort());
  }

  @Test
  void anAnswerThatEndsEarlyIsAnError() {
    answers = _ -> "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc";
    assertThatThrownBy(() -> get(trusting(), "/")).hasMessageContaining("ends 7 bytes early");
    answers = _ -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc";
    assertThatThrownBy(() -> get(trusting(), "/")).hasMessageContaining("early");
    answers = _ -> "what?\r\n\r\n";
    assertThatThrownBy(() -> get(trusting(), "/")).hasMessageContaining("not HTTP");
  }

  @Test
  void thisMachineIsOnlyReachedWhereItIsTrusted() {
    answers = _ -> ok("x");
    assertThatThrownBy(() -> get(OutgoingRules.USUAL, "/"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("lies in this machine or its network (127.0.0.1)");
    assertThat(asked).isEmpty();
  }

  @Test
  void redirectsAreJudgedAsTheFirstAddress() throws IOException {
    answers =
        path ->
            switch (path) {
              case "/away" -> "HTTP/1.1 302 x\r\nLocation: http://other.test/\r\n\r\n";
              case "/round" -> "HTTP/1.1 307 x\r\nLocation: /round\r\n\r\n";
              case "/on" -> "HTTP/1.1 301 x\r\nLocation: there\r\n\r\n";
              case "/file" -> "HTTP/1.1 301 x\r\nLocation: file:///etc/passwd\r\n\r\n";
              default -> ok("there");
            };
    assertThat(get(trusting(), "/on")).isEqualTo("there");
    assertThatThrownBy(() -> get(trusting(), "/away")).hasMessageContaining("'other.test' lies in");
    assertThatThrownBy(() -> get(trusting(), "/round")).hasMessageContaining("more than 5 times");
    assertThatThrownBy(() -> get(trusting(), "/file"))
        .hasMessageContaining("no address of the web");
  }

  @Test
  void answersHaveLimits() {
    answers = _ -> ok("x".repeat(2_000));
    assertThatThrownBy(() -> get(trusting().withMostBytes(1_000), "/"))
        .hasMessageContaining("larger than 1,000 bytes");
    OutgoingRules quick = trusting().withTimes(Duration.ofMillis(50), Duration.ofNanos(1));
    assertThatThrownBy(() -> get(quick, "/")).hasMessageContaining("was not there within");
    answers = _ -> "HTTP/1.1 404 x\r\n\r\n";
    assertThatThrownBy(() -> get(trusting(), "/")).hasMessageContaining("There is nothing at");
  }

  @Test
  void whatIsSentIsAnsweredWhateverTheStatus() {
    answers =
        path ->
            switch (path) {
              case "/made" -> "HTTP/1.1 201 x\r\nContent-Length: 0\r\n\r\n";
              case "/nothing" -> "HTTP/1.1 204 x\r\n\r\n";
              case "/long" -> ok("x".repeat(5_000));
              default -> "HTTP/1.1 302 x\r\nLocation: http://other.test/\r\n\r\nthere";
            };
    assertThat(post(trusting(), "/made", Map.of("Authorization", "Bearer hush")).status())
        .isEqualTo(201);
    assertThat(asked.getFirst())
        .startsWith("POST /made HTTP/1.1\r\n")
        .contains("Authorization: Bearer hush\r\n", "Content-Length: 2\r\n");
    assertThat(post(trusting(), "/nothing", Map.of()).text()).isEmpty();
    assertThat(post(trusting(), "/long", Map.of()).text()).hasSize(2_000);
    assertThat(post(trusting(), "/on", Map.of()))
        .isEqualTo(new OutgoingHttp.Answered(302, "there"));
  }

  @Test
  void nothingIsSentToThisMachineUnlessItIsTrustedAndNoHeaderIsForged() {
    assertThatThrownBy(() -> post(OutgoingRules.USUAL, "/", Map.of()))
        .hasMessageContaining("lies in this machine or its network (127.0.0.1)");
    assertThatThrownBy(() -> post(trusting(), "/", Map.of("Authorization", "hush\r\nX: y")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("'Authorization' may only hold printable")
        .hasMessageNotContaining("hush");
    assertThat(asked).noneMatch(request -> request.startsWith("POST"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001::1",
        "2001:db8::1",
        "ff02::1"
      })
  void addressesThatAreNotOpen(String address) throws IOException {
    assertThat(Addresses.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700::1111"})
  void addressesThatAreOpen(String address) throws IOException {
    assertThat(Addresses.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"http://me:hush@data.test/", "http:///x", "mailto:x"})
  void addressesThatMakeNoSense(String address) {
    assertThatThrownBy(() -> client(trusting()).download(URI.create(address), folder.resolve("x")))
        .isInstanceOf(Problem.class)
        .hasMessageNotContaining("hush");
  }

  @Test
  void aServerThatHoldsOnToACallIsCutOffWhenAllOfItHasTakenTooLong() throws IOException {
    try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String host = "data.test:" + slow.getLocalPort();
      OutgoingRules rules =
          OutgoingRules.USUAL
              .withTrustedHosts(Set.of(host))
              .withTimes(Duration.ofSeconds(30), Duration.ofMillis(300));
      URI address = URI.create("http://" + host + "/hook");
      assertThatThrownBy(() -> client(rules).post(address, Map.of(), new byte[0]))
          .isInstanceOfSatisfying(
              Problem.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.TIMED_OUT))
          .hasMessageContaining("did not answer to the end");
    }
  }
}
