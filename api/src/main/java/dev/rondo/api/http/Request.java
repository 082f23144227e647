package dev.rondo.api.http;

import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A request on its way to a handler. Confined to the thread that handles it.
public final class Request {
  private static final int PIECE = 1 << 14;

  private final ServerRequest in;
  private final Route route;
  private final List<String> values;
  private final long maxBody;
  private final IncomingBody body;
  private final ContentBudget.Share share;
  private Optional<Caller> caller = Optional.empty();

  Request(
      ServerRequest in,
      Router.Match match,
      IncomingBody body,
      ContentBudget.Share share,
      long defaultMaxBody) {
    this.body = body;
    this.share = share;
    this.in = in;
    this.route = match.route();
    this.values = match.values();
    this.maxBody = route.content().maxBody() > 0 ? route.content().maxBody() : defaultMaxBody;
  }

  public Route route() {
    return route;
  }

  /// The path as it was sent, undecoded.
  public String path() {
    return in.prologue().uriPath().rawPath();
  }

  /// The value of a parameter of the path, decoded.
  public String parameter(String name) {
    return findParameter(name)
        .orElseThrow(
            () -> Problem.of(ProblemCode.INTERNAL, "%s has no parameter '%s'.", route, name));
  }

  public Optional<String> findParameter(String name) {
    int i = 0;
    for (Route.Parameter parameter : route.parameters()) {
      if (parameter.inPath()) {
        if (parameter.name().equals(name)) {
          return Optional.of(values.get(i));
        }
        i++;
      }
    }
    return Optional.empty();
  }

  /// The first value of a parameter of the query.
  public Optional<String> query(String name) {
    return in.query().contains(name) ? Optional.of(in.query().get(name)) : Optional.empty();
  }

  /// All parameters of the query, each with its values in their order.
  public Map<String, List<String>> queries() {
    Map<String, List<String>> queries = new LinkedHashMap<>();
    in.query().names().forEach(name -> queries.put(name, in.query().all(name)));
    return queries;
  }

  /// A whole number of the query, within its declared range.
  public int query(String name, int otherwise) {
    try {
      return query(name).map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST, "The parameter '" + name + "' must be a whole number.", e);
    }
  }

  public Optional<String> header(String name) {
    return in.headers().first(HeaderNames.create(name));
  }

  /// The address that it came from: the peer's, and the one that a proxy names last as its own
  /// peer's. What a client writes there by itself comes before it, or tells it from others alone.
  public String from() {
    List<String> named =
        in.headers().contains(HeaderNames.X_FORWARDED_FOR)
            ? in.headers().get(HeaderNames.X_FORWARDED_FOR).allValues()
            : List.of("");
    String last = named.getLast();
    return in.remotePeer().host() + " " + last.substring(last.lastIndexOf(',') + 1).strip();
  }

  /// Who sent it. A route that is open to everyone has no caller.
  public Caller caller() {
    return caller.orElseThrow(
        () -> Problem.of(ProblemCode.INTERNAL, "The route %s declares no permission.", route));
  }

  void caller(Caller known) {
    caller = Optional.of(known);
  }

  /// The body, decompressed, cut off with a problem at the route's limit.
  public InputStream stream() {
    Encoding encoding = Encoding.of(header("Content-Encoding").orElse("identity"));
    long length = in.headers().contentLength().orElse(-1);
    if (length > maxBody) {
      throw LimitedStream.tooLarge(maxBody);
    }
    return body.read(encoding, maxBody);
  }

  /// Says that so much more content is held in memory until the answer is written.
  ///
  /// @throws Problem `too-large` for more than one request may hold, `unavailable` while all
  ///   requests together hold too much
  public void hold(long bytes) {
    share.take(bytes);
  }

  /// The whole body.
  public byte[] bytes() {
    try (InputStream all = stream()) {
      int length = (int) Math.max(0, in.headers().contentLength().orElse(0));
      hold(length);
      byte[] known = all.readNBytes(length);
      byte[] more = rest(all);
      if (more.length == 0) {
        return known;
      }
      return ByteBuffer.allocate(known.length + more.length).put(known).put(more).array();
    } catch (IOException e) {
      throw cutOff(e);
    }
  }

  /// The whole body, to be read as JSON: its tree counts as content that is held, too.
  public byte[] jsonBytes() {
    byte[] bytes = bytes();
    holdTree(bytes);
    return bytes;
  }

  /// Like [#hold], for the tree of a JSON text.
  public void holdTree(byte[] json) {
    hold(JsonWeight.of(json));
  }

  /// What follows what was announced: of a body that is packed, or comes in pieces.
  private byte[] rest(InputStream all) throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    for (int n = all.read(piece); n >= 0; n = all.read(piece)) {
      hold(n);
      rest.write(piece, 0, n);
    }
    return rest.toByteArray();
  }

  /// The body as text, which must be UTF-8.
  public String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
    } catch (CharacterCodingException e) {
      throw Problem.wrap(ProblemCode.INVALID_REQUEST, "The body is not UTF-8 text.", e);
    }
  }

  /// The body as a JSON object of the shape that the route declares.
  public ObjectNode json() {
    if (!(parse() instanceof ObjectNode object)) {
      throw Problem.invalid("The body must be a JSON object.");
    }
    List<Mistake> mistakes = route.content().accepts().map(s -> s.check(object)).orElse(List.of());
    if (!mistakes.isEmpty()) {
      throw Problem.of(
          ProblemCode.INVALID_REQUEST, "The body is wrong: " + mistakes.getFirst(), mistakes);
    }
    return object;
  }

  private JsonNode parse() {
    try {
      return Json.MAPPER.readTree(jsonBytes());
    } catch (JacksonException e) {
      throw Json.malformed(e);
    }
  }

  /// Refuses parameters of the query that are not as declared.
  void checkQuery() {
    for (Route.Parameter parameter : route.parameters()) {
      if (!parameter.inPath()) {
        query(parameter.name()).ifPresent(value -> check(parameter, value));
      }
    }
  }

  private static void check(Route.Parameter parameter, String value) {
    Schema schema = parameter.schema();
    List<Mistake> mistakes = schema.checkText(value);
    if (!mistakes.isEmpty()) {
      throw Problem.invalid(
          "The parameter '%s' is wrong: %s", parameter.name(), mistakes.getFirst().message());
    }
  }

  private static Problem cutOff(IOException e) {
    return Problem.wrap(
        ProblemCode.INVALID_REQUEST, "The body ended too early: " + e.getMessage(), e);
  }
}
