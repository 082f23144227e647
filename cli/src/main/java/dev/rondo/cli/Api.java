package dev.rondo.cli;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Calls `/api/v1` of one server. Its answers' problems become [Problem]s here.
final class Api {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofMinutes(2);

  private static final Duration LONG_ANSWER = Duration.ofMinutes(10);
  private static final Duration ENDLESS = Duration.ofDays(1);

  private final ServerAddress server;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1).build();

  Api(ServerAddress server) {
    this.server = server;
  }

  /// Where the server is.
  String url() {
    return server.url();
  }

  /// A path under `/api/v1` whose parts are escaped.
  static String path(String... parts) {
    return String.join("/", Arrays.stream(parts).map(Api::escape).toList());
  }

  static String escape(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  JsonNode get(String path) {
    return send(request(path).GET().build());
  }

  JsonNode post(String path, JsonNode body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
            .build());
  }

  /// Sends JSON that is written already.
  JsonNode postJson(String path, byte[] json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .timeout(LONG_ANSWER)
            .POST(HttpRequest.BodyPublishers.ofByteArray(json))
            .build());
  }

  /// Sends content while it is read, once.
  JsonNode put(String path, InputStream content) {
    return send(
        request(path)
            .header("Content-Type", "application/octet-stream")
            .timeout(ENDLESS)
            .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> content))
            .build());
  }

  /// Sends a file.
  JsonNode post(String path, byte[] content) {
    return send(
        request(path)
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(content))
            .build());
  }

  /// An answer that is no JSON.
  String text(String path) {
    HttpResponse<String> response = answer(request(path).GET().build());
    return response.statusCode() < 400
        ? response.body()
        : refuse(response.statusCode(), response.body()).toString();
  }

  /// Reads what is not JSON while it comes.
  interface Reader {
    void read(InputStream content) throws IOException;
  }

  void download(String path, Reader reader) {
    HttpRequest request = request(path).setHeader("Accept", "*/*").GET().build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream content = response.body()) {
        if (response.statusCode() >= 400) {
          refuse(response.statusCode(), new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
        reader.read(content);
      }
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.UNAVAILABLE,
          "What the server at " + server.url() + " sends cannot be kept: " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The call was interrupted.", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/" + path))
            .timeout(ANSWER)
            .header("Accept", "application/json");
    if (!server.authorization().isEmpty()) {
      request.header("Authorization", server.authorization());
    }
    return request;
  }

  private JsonNode send(HttpRequest request) {
    HttpResponse<String> response = answer(request);
    return response.statusCode() < 400
        ? body(response)
        : refuse(response.statusCode(), response.body());
  }

  private HttpResponse<String> answer(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (HttpTimeoutException e) {
      throw Problem.wrap(
          ProblemCode.TIMED_OUT, "The server at " + server.url() + " did not answer in time.", e);
    } catch (IOException e) {
      throw Problem.wrap(ProblemCode.UNAVAILABLE, "No server answers at " + server.url() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The call was interrupted.", e);
    }
  }

  private static JsonNode body(HttpResponse<String> response) {
    return response.body().isBlank() ? Json.object() : Json.parse(response.body());
  }

  /// Reads RFC 9457's form; any other body is quoted.
  private static JsonNode refuse(int status, String body) {
    ObjectNode problem;
    try {
      problem = Json.parseObject(body);
    } catch (Problem e) {
      throw Problem.of(
          codeOf(status),
          "The server answered %d: %s",
          status,
          body.isBlank() ? "(nothing)" : body.strip());
    }
    List<Mistake> mistakes = new ArrayList<>();
    problem.path("mistakes").forEach(m -> mistakes.add(Json.read(m, Mistake.class)));
    String message =
        problem.path("detail").asString(problem.path("title").asString("It was refused."));
    throw Problem.of(code(problem, status), message, mistakes);
  }

  private static ProblemCode code(ObjectNode problem, int status) {
    String name = problem.path("code").asString("").toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(ProblemCode.values())
        .filter(code -> code.name().equals(name))
        .findFirst()
        .orElseGet(() -> codeOf(status));
  }

  private static ProblemCode codeOf(int status) {
    return switch (status) {
      case 401 -> ProblemCode.UNAUTHENTICATED;
      case 403 -> ProblemCode.FORBIDDEN;
      case 404 -> ProblemCode.NOT_FOUND;
      case 409 -> ProblemCode.CONFLICT;
      case 412 -> ProblemCode.PRECONDITION_FAILED;
      case 413 -> ProblemCode.TOO_LARGE;
      case 422 -> ProblemCode.INVALID_DATA;
      case 502, 503 -> ProblemCode.UNAVAILABLE;
      case 504 -> ProblemCode.TIMED_OUT;
      case 507 -> ProblemCode.DISK_FULL;
      default -> status < 500 ? ProblemCode.INVALID_REQUEST : ProblemCode.INTERNAL;
    };
  }
}
