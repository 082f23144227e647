package dev.rondo.api.mlflow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.ledger.Artifact;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ArtifactProxyResourceTest {
  private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";

  @TempDir Path folder;
  private MlflowHarness home;
  private RunId run;
  private String root;

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
    home.get("experiments/get?experiment_id=0");
    run = home.ledger.start(Callers.ALL, RunStart.of("client", "a")).id();
    root = PROXY + "/0/" + run + "/artifacts";
  }

  @AfterEach
  void close() {
    home.close();
  }

  private Answer put(String path, byte[] content) {
    return MlflowHarness.answer(
        home.server.send(
            HttpRequest.newBuilder(home.server.uri(path))
                .header("Content-Type", "text/html")
                .PUT(BodyPublishers.ofByteArray(content))
                .build()));
  }

  private Answer put(String path, String content) {
    return put(path, content.getBytes(UTF_8));
  }

  private Answer delete(String path) {
    return MlflowHarness.answer(
        home.server.send(HttpRequest.newBuilder(home.server.uri(path)).DELETE().build()));
  }

  private String list(String path) {
    return home.server.get(PROXY + "?path=0/" + run + "/artifacts" + path).body();
  }

  @Test
  void whatIsUploadedIsListedDownloadedAndDeleted() {
    assertThat(put(root + "/model/MLmodel", "flavors: {}").json()).isEmpty();
    put(root + "/model/data/x%20%C3%BC.bin", "abc");
    put(root + "/a.txt", "hello");
    put(root + "/empty", "");
    assertThat(list(""))
        .isEqualTo(
            "{\"files\":[{\"path\":\"a.txt\",\"is_dir\":false,\"file_size\":5},"
                + "{\"path\":\"empty\",\"is_dir\":false},{\"path\":\"model\",\"is_dir\":true}]}");
    assertThat(list("/model"))
        .isEqualTo(
            "{\"files\":[{\"path\":\"MLmodel\",\"is_dir\":false,\"file_size\":11},"
                + "{\"path\":\"data\",\"is_dir\":true}]}");
    assertThat(list("/a.txt")).isEqualTo("{}");
    assertThat(list("/nothing")).isEqualTo("{}");
    HttpResponse<String> file = home.server.get(root + "/a.txt");
    assertThat(file.body()).isEqualTo("hello");
    assertThat(file.headers().firstValue("Content-Type")).contains("text/plain");
    assertThat(file.headers().firstValue("Content-Length")).contains("5");
    assertThat(file.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(home.server.get(root + "/empty").body()).isEmpty();
    assertThat(
            home.server
                .get(root + "/model/data/x%20%C3%BC.bin")
                .headers()
                .firstValue("Content-Disposition"))
        .contains("attachment; filename*=UTF-8''x%20%C3%BC.bin");
    assertThat(delete(root + "/model").json()).isEmpty();
    assertThat(delete(root + "/model").status()).isEqualTo(200);
    assertThat(home.get("artifacts/list?run_id=" + run).json().path("files")).hasSize(2);
    assertThat(delete(root + "/").status()).isEqualTo(200);
    assertThat(list("")).isEqualTo("{}");
    assertThat(MlflowHarness.answer(home.server.get(root + "/a.txt")).error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
  }

  @Test
  void theSamePathAgainReplacesTheFile() {
    put(root + "/a", "one");
    put(root + "/a", "second");
    assertThat(home.server.get(root + "/a").body()).isEqualTo("second");
  }

  @Test
  void aFileIsNoFolderAndAFolderNoFile() {
    put(root + "/a/b", "x");
    assertThat(put(root + "/a", "x").error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(put(root + "/a/b/c", "x").message()).contains("'a/b' is a file already");
  }

  @Test
  void runsOfRondoAndOfClientsShareTheirFiles() {
    Blob blob = home.blobs.put("plot".getBytes(UTF_8));
    home.ledger.logArtifact(Callers.ALL, run, "plots/a.svg", blob);
    put(root + "/b.txt", "b");
    assertThat(home.server.get(root + "/plots/a.svg").body()).isEqualTo("plot");
    assertThat(home.ledger.artifacts(Callers.ALL, run)).hasSize(2);
  }

  @Test
  void partsOfAFileAreSent() {
    byte[] content = new byte[(4 << 20) + 10];
    new Random(1).nextBytes(content);
    put(root + "/big", content);
    put(root + "/small", "0123456789");
    assertThat(range("bytes=2-4")).isEqualTo("206 bytes 2-4/10 234");
    assertThat(range("bytes=7-")).isEqualTo("206 bytes 7-9/10 789");
    assertThat(range("bytes=-3")).isEqualTo("206 bytes 7-9/10 789");
    assertThat(range("bytes=-30")).isEqualTo("206 bytes 0-9/10 0123456789");
    assertThat(range("bytes=5-99")).isEqualTo("206 bytes 5-9/10 56789");
    assertThat(range("bytes=10-")).isEqualTo("416 bytes */10 ");
    assertThat(range("bytes=-0")).isEqualTo("416 bytes */10 ");
    assertThat(range("bytes=4-2")).isEqualTo("200  0123456789");
    assertThat(range("bytes=0-1,3-4")).isEqualTo("200  0123456789");
    assertThat(range("lines=1-2")).isEqualTo("200  0123456789");
    assertThat(range("bytes=99999999999999999999-")).isEqualTo("200  0123456789");
    assertThat(home.server.get(root + "/big", "Range", "bytes=4194300-").body()).isNotEmpty();
    assertThat(home.server.get(root + "/small", "Range", "bytes=1-2", "If-Range", "\"x\"").body())
        .isEqualTo("0123456789");
  }

  private String range(String range) {
    HttpResponse<String> answer = home.server.get(root + "/small", "Range", range);
    String content = answer.headers().firstValue("Content-Range").orElse("");
    return answer.statusCode() + " " + content + " " + answer.body();
  }

  @Test
  void whoHasTheFileAlreadyIsToldSo() {
    put(root + "/a", "x");
    String tag = home.server.get(root + "/a").headers().firstValue("ETag").orElse("");
    assertThat(tag).isEqualTo("\"" + Digest.of("x") + "\"");
    HttpResponse<String> again = home.server.get(root + "/a", "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void aDamagedFileIsToldOrCutOffButNeverDelivered() throws Exception {
    put(root + "/small", "text");
    byte[] content = new byte[9 << 20];
    put(root + "/big", content);
    damage(Digest.of("text"));
    damage(Digest.of(content));
    assertThat(MlflowHarness.answer(home.server.get(root + "/small")).error())
        .isEqualTo("500 INTERNAL_ERROR");
    assertThatThrownBy(() -> home.server.get(root + "/big"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(MlflowHarness.answer(home.server.get(root + "/big", "Range", "bytes=1-2")).message())
        .contains("damaged");
    assertThat(put(root + "/again", "text").status()).isEqualTo(200);
    assertThat(home.server.get(root + "/small").body()).isEqualTo("text");
  }

  private void damage(Digest digest) throws IOException {
    Path file = home.blobs.existing(digest);
    byte[] content = Files.readAllBytes(file);
    content[3] ^= 1;
    Files.write(file, content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../b",
        "a/..",
        "./a",
        "a/./b",
        "a//b",
        "%2e%2e/x",
        "%2E%2E%2Fx",
        "..%2fx",
        "%252e%252e/x",
        "%252e%252e%252fx",
        "a%5cb",
        "..%5c..%5cx",
        "a%00b",
        "a%0ab",
        "a%23b",
        "C:%5cx",
        "a/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "%2fetc%2fpasswd",
        "a%ffb",
        "%c0%ae%c0%ae/x",
        "a%252fb",
        "a%255cb",
        "a%2500b",
        "a%250db",
        "a/%25252e%25252e/b",
        "%25252e%25252e%25252f%25252e%25252e/x",
        "%25c0%25ae%25c0%25ae/x",
        "%252e",
        "C:/x",
        "C:x",
        "%43:/x",
        "C%253a/x",
        "file:/etc/passwd",
        "file:x",
        "file%253ax",
        "FILE:x",
        "http:/h/x",
        "https:x",
        "s3:/b/k",
        "mlflow-artifacts:/0/x",
        "jar:file:x",
        "data:x",
        "javascript:x",
        "%2525252525252525252525252541"
      })
  void noFormOfTraversalLeavesTheTree(String path) {
    for (String method : new String[] {"GET", "PUT", "DELETE"}) {
      String answer =
          home.server.raw(
              method
                  + " "
                  + root
                  + "/"
                  + path
                  + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");
      assertThat(answer).as(method).startsWith("HTTP/1.1 400").contains("INVALID_PARAMETER_VALUE");
    }
    assertThat(home.server.get(PROXY + "?path=0/" + run + "/artifacts/" + path).body())
        .doesNotContain("files");
    assertThat(home.server.get("/get-artifact?run_id=" + run + "&path=" + path).statusCode())
        .isIn(400, 404);
    assertThat(list("")).isEqualTo("{}");
  }

  /// `log_image` of MLflow 2 joins the parts of a file's name by `%`.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "images/dog%25step%253%25timestamp%251795319992002%25g1e2d3c4.png",
        "images/dog%25step%2523%25timestamp%251795319992002%25g1e2d3c4%25compressed.webp",
        "images/dog%25step%2580%25timestamp%251795319992002%25g1e2d3c4.png",
        "50%2525.csv",
        "a%2520b.txt",
        "v1:2.txt",
        "loss:0.5.png",
        "gr%C3%BCn%2517.png"
      })
  void aSignOfPercentOrAColonInANameIsOneOfItsCharacters(String path) {
    String name = URLDecoder.decode(path, UTF_8);
    assertThat(put(root + "/" + path, "x").status()).isEqualTo(200);
    assertThat(home.server.get(root + "/" + path).body()).isEqualTo("x");
    assertThat(home.server.get("/get-artifact?run_id=" + run + "&path=" + path).body())
        .isEqualTo("x");
    assertThat(home.ledger.files().all(Callers.ALL, ArtifactRoot.of(run)))
        .extracting(Artifact::path)
        .containsExactly(name);
  }

  @Test
  void thereIsNothingOutsideOfRunsModelsAndTraces() {
    home.post("experiments/create", "{'name': 'other'}");
    assertThat(put(PROXY + "/x/y.txt", "x").error()).isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(put(PROXY + "/0/" + run + "/y.txt", "x").status()).isEqualTo(404);
    assertThat(put(PROXY + "/0/" + run + "/artifacts", "x").status()).isEqualTo(404);
    assertThat(put(PROXY + "/1/" + run + "/artifacts/y", "x").status()).isEqualTo(404);
    assertThat(put(PROXY + "/0/" + "f".repeat(32) + "/artifacts/y", "x").error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(put(PROXY + "/0/models/m-" + "f".repeat(32) + "/artifacts/y", "x").status())
        .isEqualTo(404);
    assertThat(put(PROXY + "/0/traces/tr-1/artifacts/y", "x").status()).isEqualTo(404);
    assertThat(home.server.get(PROXY + "?path=0").body()).isEqualTo("{}");
    assertThat(home.server.get(PROXY).body()).isEqualTo("{}");
  }

  @Test
  void anUploadThatIsCutOffLeavesNothing() throws Exception {
    for (String length : new String[] {"Content-Length: 900000", "Transfer-Encoding: chunked"}) {
      try (Socket socket = new Socket("127.0.0.1", home.server.port())) {
        String head = "PUT " + root + "/a HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(ISO_8859_1));
        socket.getOutputStream().write("20000\r\n".getBytes(ISO_8859_1));
        socket.getOutputStream().write(new byte[100_000]);
        socket.shutdownOutput();
        assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
            .doesNotContain("200 OK");
      }
    }
    assertThat(list("")).isEqualTo("{}");
    try (Stream<Path> blobs = Files.walk(folder.resolve("blobs"))) {
      assertThat(blobs.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void aPartThatIsCutOffLeavesNothingAndCanBeSentAgain() throws Exception {
    String mpu = "/api/2.0/mlflow-artifacts/mpu/";
    String target = "/0/" + run + "/artifacts";
    Answer made = post(mpu + "create" + target, "{'path': 'big.bin', 'num_parts': 1}");
    JsonNode credential = made.json().at("/credentials/0");
    String url = credential.path("url").asString();
    String key = credential.at("/headers/Rondo-Upload-Key").asString();
    try (Socket socket = new Socket("127.0.0.1", home.server.port())) {
      String head =
          "PUT %s HTTP/1.1\r\nHost: localhost\r\nRondo-Upload-Key: %s\r\nContent-Length: 9000\r\n\r\n"
              .formatted(URI.create(url).getRawPath(), key);
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      socket.getOutputStream().write(new byte[4_000]);
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .doesNotContain("200 OK");
    }
    Path upload = folder.resolve("uploads/" + made.json().path("upload_id").asString());
    try (Stream<Path> files = Files.list(upload)) {
      assertThat(files).as("the note of the upload alone").hasSize(1);
    }
    HttpRequest again =
        HttpRequest.newBuilder(URI.create(url))
            .header("Rondo-Upload-Key", key)
            .PUT(BodyPublishers.ofByteArray(new byte[9_000]))
            .build();
    assertThat(home.server.send(again).statusCode()).isEqualTo(200);
  }

  @Test
  void aDownloadThatIsCutOffDisturbsNobody() throws Exception {
    byte[] content = new byte[8 << 20];
    new Random(4).nextBytes(content);
    put(root + "/big.bin", content);
    for (int i = 0; i < 20; i++) {
      try (Socket socket = new Socket("127.0.0.1", home.server.port())) {
        socket.setSoLinger(true, 0);
        String head = "GET " + root + "/big.bin HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(ISO_8859_1));
        assertThat(socket.getInputStream().readNBytes(10_000)).hasSize(10_000);
      }
    }
    HttpRequest whole = HttpRequest.newBuilder(home.server.uri(root + "/big.bin")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(whole, HttpResponse.BodyHandlers.ofByteArray()).body())
          .isEqualTo(content);
    }
  }

  @Test
  void aChunkedUploadNeedsNoLength() {
    String head = "PUT " + root + "/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    assertThat(
            home.server.raw(
                head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(home.server.get(root + "/a").body()).isEqualTo("abcde");
  }

  @Test
  void nothingIsWrittenToADeletedRun() {
    put(root + "/a", "x");
    home.post("experiments/create", "{'name': 'other'}");
    RunId other =
        home.ledger.start(Callers.ALL, RunStart.of("client", "b").withExperiment("other")).id();
    home.post("experiments/delete", "{'experiment_id': '1'}");
    assertThat(put(PROXY + "/1/" + other + "/artifacts/a", "x").message())
        .contains("must be in the 'active' state. Current state is deleted.");
  }

  @Test
  void smallFilesComeByTheRunsId() {
    HttpRequest.Builder upload =
        HttpRequest.newBuilder(
            home.server.uri(
                "/ajax-api/2.0/mlflow/upload-artifact?run_uuid=" + run + "&path=d/a.txt"));
    assertThat(home.server.send(upload.POST(BodyPublishers.ofString("hello")).build()).statusCode())
        .isEqualTo(200);
    assertThat(
            MlflowHarness.answer(
                    home.server.send(
                        upload.POST(BodyPublishers.ofByteArray(new byte[(10 << 20) + 1])).build()))
                .error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    HttpResponse<String> file = home.server.get("/get-artifact?run_uuid=" + run + "&path=d/a.txt");
    assertThat(file.body()).isEqualTo("hello");
    assertThat(file.headers().firstValue("Content-Disposition")).isPresent();
    Answer list = home.get("artifacts/list?run_uuid=" + run + "&path=d");
    assertThat(list.json().path("root_uri").asString())
        .isEqualTo("mlflow-artifacts:/0/" + run + "/artifacts");
    assertThat(list.json().at("/files/0/path").asString()).isEqualTo("d/a.txt");
    assertThat(home.get("artifacts/list?run_uuid=" + run + "&path=d/").json())
        .isEqualTo(list.json());
    assertThat(home.get("artifacts/list?run_uuid=" + run + "&path=/").message())
        .startsWith("Invalid path");
    assertThat(home.get("artifacts/list?run_id=" + run + "&path=../x").message())
        .startsWith("Invalid path");
    assertThat(home.get("artifacts/list?run_id=" + "0".repeat(32)).message())
        .contains("Run with id=" + "0".repeat(32) + " not found");
  }

  @Test
  void aLargeFileComesInPartsOfAnyOrder() {
    byte[] content = new byte[250_000];
    new Random(3).nextBytes(content);
    String mpu = "/api/2.0/mlflow-artifacts/mpu/";
    String target = "/0/" + run + "/artifacts/dir";
    Answer made = post(mpu + "create" + target, "{'path': '/home/u/big.bin', 'num_parts': 3}");
    String id = made.json().path("upload_id").asString();
    String key = made.json().at("/credentials/0/headers/Rondo-Upload-Key").asString();
    StringBuilder parts = new StringBuilder();
    for (int number : new int[] {3, 1, 2}) {
      byte[] part =
          Arrays.copyOfRange(content, (number - 1) * 100_000, Math.min(250_000, number * 100_000));
      String url = made.json().at("/credentials/" + (number - 1) + "/url").asString();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url)).PUT(BodyPublishers.ofByteArray(part));
      assertThat(home.server.send(request.build()).statusCode()).isEqualTo(403);
      HttpResponse<String> answer =
          home.server.send(request.header("Rondo-Upload-Key", key).build());
      String tag = answer.headers().firstValue("ETag").orElse("").replace("\"", "\\\"");
      parts.append(
          (parts.isEmpty() ? "" : ",")
              + "{\"part_number\": "
              + number
              + ", \"etag\": \""
              + tag
              + "\"}");
    }
    String body =
        "{\"path\": \"big.bin\", \"upload_id\": \"" + id + "\", \"parts\": [" + parts + "]}";
    assertThat(post(mpu + "complete/0/" + run + "/artifacts", body).error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    String wrong = body.replaceFirst("etag\": \"\\\\\".", "etag\": \"\\\\\"z");
    assertThat(post(mpu + "complete" + target, wrong).status()).isEqualTo(400);
    assertThat(post(mpu + "complete" + target, body).json()).isEmpty();
    assertThat(home.ledger.artifacts(Callers.ALL, run))
        .singleElement()
        .satisfies(file -> assertThat(home.blobs.load(file.digest())).isEqualTo(content));
    assertThat(post(mpu + "complete" + target, body).status()).isEqualTo(404);
    assertThat(folder.resolve("uploads")).isEmptyDirectory();
  }

  @Test
  void anUploadInPartsCanBeForgotten() {
    String target = "/0/" + run + "/artifacts";
    String mpu = "/ajax-api/2.0/mlflow-artifacts/mpu/";
    String id =
        post(mpu + "create" + target, "{'path': 'big.bin'}").json().path("upload_id").asString();
    assertThat(
            post(mpu + "abort" + target, "{'path': 'big.bin', 'upload_id': '" + id + "'}").json())
        .isEmpty();
    assertThat(folder.resolve("uploads")).isEmptyDirectory();
    assertThat(post(mpu + "abort" + target, "{'path': 'x', 'upload_id': '../../x'}").status())
        .isEqualTo(404);
    assertThat(post(mpu + "create" + target, "{'path': 'x', 'num_parts': 10001}").status())
        .isEqualTo(400);
    assertThat(post(mpu + "create" + target + "/%2e%2e", "{'path': 'x'}").status()).isEqualTo(400);
    assertThat(post(mpu + "create" + target, "{'path': 'a/..'}").status()).isEqualTo(400);
  }

  private Answer post(String path, String json) {
    return MlflowHarness.answer(home.server.post(path, json.replace('\'', '"')));
  }
}
