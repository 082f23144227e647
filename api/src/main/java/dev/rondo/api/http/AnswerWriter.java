package dev.rondo.api.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes one answer, with the headers that keep browsers from guessing, framing and inline script.
final class AnswerWriter {
  private static final Header NOSNIFF =
      HeaderValues.createCached("X-Content-Type-Options", "nosniff");
  private static final Header NO_FRAME = HeaderValues.createCached("X-Frame-Options", "DENY");
  private static final Header SAME_ORIGIN =
      HeaderValues.createCached("Cross-Origin-Resource-Policy", "same-origin");
  private static final Header REFERRER =
      HeaderValues.createCached("Referrer-Policy", "same-origin");
  private static final Header NOTHING =
      HeaderValues.createCached(
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

  /// Styles may be inline, since charts place their tips by them; scripts may not.
  private static final Header PAGE =
      HeaderValues.createCached(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
              + " data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
              + " frame-ancestors 'none'");

  private static final Map<String, Header> TYPES =
      Map.of(
          "application/json", HeaderValues.createCached("Content-Type", "application/json"),
          "text/html; charset=utf-8",
              HeaderValues.createCached("Content-Type", "text/html; charset=utf-8"));

  private final ServerRequest in;
  private final ServerResponse out;
  private final IncomingBody body;
  private boolean started;
  private boolean closing;

  AnswerWriter(ServerRequest in, ServerResponse out, IncomingBody body) {
    this.body = body;
    this.in = in;
    this.out = out;
  }

  /// Whether something has reached the client, so that no other answer can.
  boolean started() {
    return started;
  }

  /// Whether the connection ends with this answer. The server library announces it but goes on
  /// reading, so the dispatcher cuts it. The library would send the end of a streamed answer only
  /// after that, so it is told to send it before.
  boolean closes() {
    return closing || in.headers().contains(HeaderValues.CONNECTION_CLOSE);
  }

  void write(Response answer) throws IOException {
    send(answer);
    if (closes() && out instanceof RoutingResponse ending) {
      ending.commit();
    }
  }

  private void send(Response answer) throws IOException {
    headers(answer);
    boolean head = in.prologue().method().text().equals("HEAD");
    switch (answer.body()) {
      case Response.Body.Bytes bytes when head -> {
        out.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, bytes.content().length));
        send();
      }
      case Response.Body.Bytes bytes -> send(bytes.content());
      case Response.Body _ when head -> send();
      case Response.Body.Streamed streamed -> {
        try (LazyOutput lazy = new LazyOutput()) {
          streamed.writer().write(lazy);
          lazy.end();
        }
      }
      case Response.Body.Events events -> {
        try (OutputStream lazy = new LazyOutput()) {
          new SseStream(lazy, in.headers().first(HeaderNames.create("Last-Event-ID")))
              .run(events.source(), SseStream.HEARTBEAT);
        }
      }
    }
  }

  /// Like [#write], for an answer of bytes in place of one that failed before it began.
  void writeProblem(Response answer) {
    out.headers().clear();
    headers(answer);
    send(answer.body() instanceof Response.Body.Bytes bytes ? bytes.content() : new byte[0]);
  }

  private void send() {
    started = true;
    out.send();
  }

  private void send(byte[] content) {
    started = true;
    if (content.length == 0) {
      out.send();
    } else {
      out.send(content);
    }
  }

  private void headers(Response answer) {
    if (answer.status() != 200) {
      out.status(Status.create(answer.status()));
    }
    boolean page = answer.type().startsWith("text/html");
    out.header(NOSNIFF);
    out.header(page ? PAGE : NOTHING);
    if (page) {
      out.header(NO_FRAME);
      out.header(REFERRER);
      out.header(SAME_ORIGIN);
    }
    if (!answer.type().isEmpty()) {
      Header type = TYPES.get(answer.type());
      out.header(
          type == null ? HeaderValues.create(HeaderNames.CONTENT_TYPE, answer.type()) : type);
    }
    if (answer.body() instanceof Response.Body.Bytes && body.isUnread()) {
      out.header(HeaderValues.CONNECTION_CLOSE);
      closing = true;
    }
    answer.headers().forEach((name, value) -> out.header(HeaderValues.create(name, value)));
  }

  /// Begins the answer with the first byte, so that what fails before can still be told properly.
  private final class LazyOutput extends OutputStream {
    private @Nullable OutputStream begun;

    private OutputStream begun() {
      if (begun == null) {
        started = true;
        begun = out.outputStream();
      }
      return begun;
    }

    @Override
    public void write(int b) throws IOException {
      begun().write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      begun().write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      if (begun != null) {
        begun.flush();
      }
    }

    /// The head of an answer without content goes out only when it is said that there is none.
    void end() throws IOException {
      if (begun == null) {
        send(new byte[0]);
      } else {
        begun.flush();
      }
    }

    @Override
    public void close() throws IOException {
      if (begun != null) {
        begun.close();
      }
    }
  }
}
