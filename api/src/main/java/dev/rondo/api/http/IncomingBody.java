package dev.rondo.api.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// A request's body as it comes over the wire: the server library hands its stream out only once,
/// but both the handler and the one who clears up after it need it.
final class IncomingBody {
  private static final long LINGER_BYTES = 64L << 20;

  private final ServerRequest in;
  private final SlowClients slow;
  private @Nullable InputStream stream;

  IncomingBody(ServerRequest in, SlowClients slow) {
    this.in = in;
    this.slow = slow;
  }

  /// The body, unpacked, cut off with a problem at the limit.
  InputStream read(Encoding encoding, long limit) {
    return LimitedStream.of(stream(), exists() ? encoding : Encoding.IDENTITY, limit, slow);
  }

  boolean exists() {
    return in.content().hasEntity();
  }

  boolean isUnread() {
    return exists() && !in.content().consumed();
  }

  private InputStream stream() {
    if (stream == null) {
      stream = exists() ? in.content().inputStream() : InputStream.nullInputStream();
    }
    return stream;
  }

  /// Reads on for a while before the connection is cut: what the client still sends would otherwise
  /// be answered with a reset, and the answer lost with it. A client that waits to be asked for its
  /// body (`Expect: 100-continue`) sends nothing.
  void linger() {
    boolean waits = in.headers().contains(HeaderNames.EXPECT) && !in.continueSent();
    if (waits || !isUnread()) {
      return;
    }
    try (InputStream rest = LimitedStream.of(stream(), Encoding.IDENTITY, LINGER_BYTES, slow)) {
      rest.transferTo(OutputStream.nullOutputStream());
    } catch (IOException | RuntimeException e) {
      System.getLogger(IncomingBody.class.getName())
          .log(Level.DEBUG, "The rest of a body was not read.", e);
    }
  }
}
