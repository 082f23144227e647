package dev.rondo.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignupPageTest {
  private static final Pattern TOKEN = Pattern.compile("name=\"csrf_token\" value=\"([0-9a-f]+)\"");
  private static final String PASSWORD = "&password=long+enough+to+be+one";

  @TempDir Path folder;
  private WebHarness web;

  @BeforeEach
  void start() throws IOException {
    web = new WebHarness(folder, new TestClock(), Map.of(), 0);
    web.caller = new Caller("local", Callers.ALL.project(), Set.of(Permission.values()));
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private String token() {
    Matcher found = TOKEN.matcher(web.get("/signup").body());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private HttpResponse<String> send(String origin, String form) throws Exception {
    String here = "http://127.0.0.1:" + web.port();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(here + "/api/2.0/mlflow/users/create-ui"))
            .header("Origin", origin.isEmpty() ? here : origin)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void anAdministratorMakesAUserByTheForm() throws Exception {
    String token = "csrf_token=" + token();
    assertThat(send("", token + "&username=ann" + PASSWORD).body()).contains("'ann' was made");
    HttpResponse<String> again = send("", token + "&username=ann" + PASSWORD);
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("already exists", "value=\"ann\"");
    HttpResponse<String> weak = send("", token + "&username=bob&password=short");
    assertThat(weak.statusCode()).isEqualTo(400);
    assertThat(weak.body()).contains("5 characters").doesNotContain("short");
    assertThat(send("", token + "&username=%3Cb%3E" + PASSWORD).body()).doesNotContain("<b>");
    assertThat(send("", token + "&username=%zz").statusCode()).isEqualTo(400);
  }

  @Test
  void aFormOfAnotherPageOrCallerMakesNobody() throws Exception {
    String token = "csrf_token=" + token();
    String ann = "&username=ann" + PASSWORD;
    assertThat(send("http://evil.example", token + ann).statusCode()).isEqualTo(403);
    assertThat(send("", "csrf_token=" + "0".repeat(64) + ann).statusCode()).isEqualTo(403);
    assertThat(send("", ann.substring(1)).statusCode()).isEqualTo(403);
    web.caller = new Caller("eve", Callers.ALL.project(), Set.of(Permission.values()));
    assertThat(send("", token + ann).statusCode()).isEqualTo(403);
    assertThat(web.get("/signup").statusCode()).isEqualTo(403);
    web.caller = new Caller("local", Callers.ALL.project(), Set.of(Permission.values()));
    assertThat(send("", token + ann).statusCode()).isEqualTo(200);
  }
}
