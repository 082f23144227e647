package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.kernel.http.OutgoingRules;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Calls an MLflow server. The host that the user names may stand in this machine or its network;
/// no other may. Thread-safe.
public final class MlflowServer {
  private static final Duration WAIT = Duration.ofMinutes(2);
  private static final Duration WHOLE = Duration.ofDays(1);
  private static final int TOLD = 300;

  private final String url;
  private final OutgoingHttp http;
  private final Map<String, String> headers;

  /// @param url such as `http://localhost:5000`
  /// @param environment with `MLFLOW_TRACKING_USERNAME` and `MLFLOW_TRACKING_PASSWORD`, or
  ///   `MLFLOW_TRACKING_TOKEN`, if the server asks for them
  public MlflowServer(String url, Map<String, String> environment) {
    this.url = url.replaceAll("/+$", "");
    URI address = address(this.url);
    if (address.getHost() == null || address.getRawUserInfo() != null) {
      throw Problem.invalid(
          "The address of an MLflow server is http://host:port, without a user: put that into"
              + " MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.");
    }
    this.http =
        new OutgoingHttp(
            OutgoingRules.USUAL
                .withTrustedHosts(Set.of(address.getHost().toLowerCase(Locale.ROOT)))
                .withTimes(WAIT, WHOLE));
    this.headers = authorization(environment);
  }

  private static URI address(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw Problem.wrap(ProblemCode.INVALID_REQUEST, "'" + text + "' is no address.", e);
    }
  }

  private static Map<String, String> authorization(Map<String, String> environment) {
    String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
    String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
    if (!user.isEmpty()) {
      String pair = user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
      byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
      return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
  }

  String url() {
    return url;
  }

  static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// @param path with its query, such as `/api/2.0/mlflow/runs/get?run_id=1`
  ObjectNode get(String path) {
    return call("GET", path, new byte[0], Map.of(), MlflowServer::json);
  }

  ObjectNode post(String path, ObjectNode body) {
    return call(
        "POST",
        path,
        Json.MAPPER.writeValueAsBytes(body),
        Map.of("Content-Type", "application/json"),
        MlflowServer::json);
  }

  private static ObjectNode json(InputStream body) throws IOException {
    return Json.parseObject(new String(body.readAllBytes(), StandardCharsets.UTF_8));
  }

  /// Reads an answer that is no JSON while it comes.
  <T> T read(String path, ArtifactFolder.Reader<T> reader) {
    return call("GET", path, new byte[0], Map.of(), reader);
  }

  private <T> T call(
      String method,
      String path,
      byte[] body,
      Map<String, String> more,
      ArtifactFolder.Reader<T> reader) {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(more);
    URI address = address(url + path);
    return http.call(
        method,
        address,
        all,
        body,
        (status, answer) -> {
          if (status != 200) {
            throw refused(address, status, answer);
          }
          return reader.read(answer);
        });
  }

  private static Problem refused(URI address, int status, InputStream answer) throws IOException {
    String text = new String(answer.readNBytes(TOLD), StandardCharsets.UTF_8);
    ProblemCode code =
        switch (status) {
          case 401 -> ProblemCode.UNAUTHENTICATED;
          case 403 -> ProblemCode.FORBIDDEN;
          case 404 -> ProblemCode.NOT_FOUND;
          default -> ProblemCode.UNAVAILABLE;
        };
    return Problem.of(
        code, "'%s' answered with status %d: %s", address, status, text.replaceAll("\\s+", " "));
  }
}
