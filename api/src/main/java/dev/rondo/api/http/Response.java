package dev.rondo.api.http;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer. Immutable; the methods that change something return another answer.
///
/// @param type the content type; empty when there is no content
/// @param headers beside those that the server sets by itself
public record Response(int status, String type, Map<String, String> headers, Body body) {
  private static final String JSON = "application/json";

  /// The content.
  public sealed interface Body {
    record Bytes(byte[] content) implements Body {}

    record Streamed(Writer writer) implements Body {}

    record Events(EventSource source) implements Body {}
  }

  /// Writes content of unknown length.
  @FunctionalInterface
  public interface Writer {
    void write(OutputStream out) throws IOException;
  }

  /// Feeds a stream of server-sent events until it returns or the client has gone.
  @FunctionalInterface
  public interface EventSource {
    void feed(SseStream stream) throws IOException, InterruptedException;
  }

  /// A record, map, list or JSON node, as JSON.
  public static Response json(Object value) {
    return bytes(JSON, Json.MAPPER.writeValueAsBytes(value));
  }

  /// JSON that is already written.
  public static Response jsonBytes(byte[] content) {
    return bytes(JSON, content);
  }

  public static Response text(String content) {
    return bytes("text/plain; charset=utf-8", content);
  }

  public static Response html(String content) {
    return bytes("text/html; charset=utf-8", content);
  }

  public static Response bytes(String type, String content) {
    return bytes(type, content.getBytes(StandardCharsets.UTF_8));
  }

  public static Response bytes(String type, byte[] content) {
    return new Response(200, type, Map.of(), new Body.Bytes(content));
  }

  public static Response stream(String type, Writer writer) {
    return new Response(200, type, Map.of(), new Body.Streamed(writer));
  }

  /// Server-sent events.
  public static Response events(EventSource source) {
    return new Response(
        200,
        "text/event-stream",
        Map.of("Cache-Control", "no-store", "X-Accel-Buffering", "no"),
        new Body.Events(source));
  }

  /// A status without content.
  public static Response empty(int status) {
    return new Response(status, "", Map.of(), new Body.Bytes(new byte[0]));
  }

  public Response status(int other) {
    return new Response(other, type, headers, body);
  }

  /// Sets a header; control characters in its value are refused.
  public Response header(String name, String value) {
    if (value.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw Problem.of(ProblemCode.INTERNAL, "Header '%s' would hold a control character.", name);
    }
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, type, more, body);
  }
}
