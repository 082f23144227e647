package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Where the server is, and what opens it.
///
/// @param url such as `http://127.0.0.1:8080`, without a slash at its end
/// @param authorization the header of that name, made of `RONDO_USER` and `RONDO_PASSWORD`; empty
///   without them
record ServerAddress(String url, String authorization) {
  /// What a running server leaves in its home: an object with `url`.
  static final String FILE = "server.json";

  static final String USER = "RONDO_USER";
  static final String PASSWORD = "RONDO_PASSWORD";

  private static String authorization(Map<String, String> environment) {
    String user = environment.getOrDefault(USER, "");
    if (user.isEmpty()) {
      return "";
    }
    String pair = user + ":" + environment.getOrDefault(PASSWORD, "");
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  static ServerAddress find(HomeOptions options, Map<String, String> environment) {
    String authorization = authorization(environment);
    int port = options.port(environment);
    Path home = options.home(environment);
    Path file = home.resolve(FILE);
    if (port != 0) {
      return new ServerAddress("http://127.0.0.1:" + port, authorization);
    }
    if (!Files.isRegularFile(file)) {
      throw Problem.of(ProblemCode.UNAVAILABLE, "No server is running on the home '%s'.", home);
    }
    try {
      ObjectNode json = Json.parseObject(Files.readString(file));
      String url = json.path("url").asString("").replaceAll("/+$", "");
      if (!url.matches("https?://[^\\s]+")) {
        throw Problem.of(
            ProblemCode.HOME_UNUSABLE, "'%s' has no 'url' that a server can be reached at.", file);
      }
      return new ServerAddress(url, authorization);
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.HOME_UNUSABLE, "'" + file + "' cannot be read: " + e.getMessage(), e);
    }
  }
}
