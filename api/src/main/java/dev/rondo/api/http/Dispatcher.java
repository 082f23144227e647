package dev.rondo.api.http;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;

/// Takes a request through the rules to its handler, and its answer or problem back.
final class Dispatcher {
  private static final String RETRY_SECONDS = "2";

  /// The realm is that of MLflow's own server.
  private static final String CHALLENGE = "Basic realm=\"mlflow\"";

  private final Router router;
  private final Guard guard;
  private final Authenticator authenticator;
  private final long maxBody;
  private final SlowClients slow;
  private final ContentBudget budget;

  Dispatcher(Router router, HttpOptions options, Authenticator authenticator, SlowClients slow) {
    this.slow = slow;
    this.router = router;
    this.guard = new Guard(options.allNames());
    this.authenticator = authenticator;
    this.maxBody = options.limits().bodyBytes();
    this.budget = new ContentBudget(options.limits().heldBytes());
  }

  void handle(ServerRequest in, ServerResponse out) {
    IncomingBody body = new IncomingBody(in, slow);
    AnswerWriter writer = new AnswerWriter(in, out, body);
    try (ContentBudget.Share share = budget.share()) {
      writer.write(answer(in, body, share));
    } catch (Exception e) {
      fail(in, writer, e);
    }
    if (writer.closes()) {
      body.linger();
      throw new CloseConnectionException("The client or the answer asked for it.");
    }
  }

  private Response answer(ServerRequest in, IncomingBody body, ContentBudget.Share share)
      throws Exception {
    guard.checkHost(in.headers());
    checkLength(in.prologue());
    Router.Match match =
        router.match(in.prologue().method().text(), in.prologue().uriPath().rawPath());
    Route route = match.route();
    if (route.method().changes()) {
      guard.checkChange(in.headers(), route);
    }
    Request request = new Request(in, match, body, share, maxBody);
    enter(request);
    request.checkQuery();
    return route.handler().handle(request);
  }

  private static void checkLength(HttpPrologue asked) {
    int length = asked.uriPath().rawPath().length() + asked.query().rawValue().length();
    if (length > Limits.TARGET_CHARACTERS) {
      throw Problem.of(
          ProblemCode.TOO_LARGE,
          "The path and the query have %d characters; at most %d are taken.",
          length,
          Limits.TARGET_CHARACTERS);
    }
  }

  private void enter(Request request) {
    switch (request.route().entry()) {
      case Entry.Anyone _ -> {}
      case Entry.Open _ -> authenticator.admit(request);
      case Entry.SignedIn _, Entry.Permitted _, Entry.Granted _ -> {
        Caller caller = authenticator.authenticate(request);
        request.route().entry().check(caller);
        request.caller(caller);
      }
    }
  }

  private void fail(ServerRequest in, AnswerWriter writer, Exception e) {
    String path = in.prologue().uriPath().rawPath();
    if (writer.started() && (e instanceof IOException || e instanceof ServerConnectionException)) {
      throw new CloseConnectionException("The client has gone.", e);
    }
    Problem problem = problem(path, e);
    if (writer.started()) {
      throw new CloseConnectionException("An answer broke off: " + problem.text(), e);
    }
    Response answer = router.errorForm(path).render(problem);
    writer.writeProblem(
        switch (problem.code()) {
          case METHOD_NOT_ALLOWED -> answer.header("Allow", router.allowed(path));
          case UNAVAILABLE -> answer.header("Retry-After", RETRY_SECONDS);
          case UNAUTHENTICATED -> answer.header("WWW-Authenticate", CHALLENGE);
          default -> answer;
        });
  }

  /// The problem that stands behind a failure, which a library may have wrapped.
  private static Problem problem(String path, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Problem problem) {
        return problem;
      }
    }
    System.getLogger(Dispatcher.class.getName()).log(Level.ERROR, "A request failed: " + path, e);
    return Problem.wrap(
        ProblemCode.INTERNAL, "The server failed on this request; its log says why.", e);
  }
}
