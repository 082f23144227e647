package dev.rondo.api.http;

import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A route while it is declared. It must say who may call it, by [#permission] or the like, and end
/// with [#handle].
public final class Declaration {
  /// For [#maxBody], of routes that take a body piece by piece to the disk.
  public static final long ANY_SIZE = Long.MAX_VALUE;

  private static final Pattern PARAMETER = Pattern.compile("\\{([a-z_]+)(\\.\\.\\.)?}");

  private final Method method;
  private final String pattern;
  private final List<Route.Parameter> parameters = new ArrayList<>();
  private Optional<Entry> entry = Optional.empty();
  private boolean isTwice;
  private boolean anyProject;
  private String summary = "";
  private BodyKind kind = BodyKind.JSON;
  private long maxBody;
  private Optional<Schema> accepts = Optional.empty();
  private Optional<Schema> returns = Optional.empty();
  private String returnsType = "application/json";
  private int status = 200;
  private Optional<Handler> handler = Optional.empty();

  Declaration(Method method, String pattern) {
    this.method = method;
    this.pattern = pattern;
    Matcher matcher = PARAMETER.matcher(pattern);
    while (matcher.find()) {
      parameters.add(new Route.Parameter(matcher.group(1), true, Schema.text(), ""));
    }
  }

  /// The caller needs this permission in the project of the request.
  public Declaration permission(Permission needed) {
    return entry(new Entry.Permitted(needed));
  }

  /// The caller needs this permission in the project of the request, or with a single thing in it;
  /// then what is asked for looks at the thing itself.
  public Declaration permissionOrLevel(Permission needed) {
    return entry(new Entry.Granted(needed));
  }

  private Declaration entry(Entry chosen) {
    isTwice |= entry.isPresent();
    entry = Optional.of(chosen);
    return this;
  }

  /// A request that names no project is good for any: for pages, which then show the first one, and
  /// for what is of no project.
  public Declaration anyProject() {
    anyProject = true;
    return this;
  }

  /// Whoever may reach the server may call it: it needs no permission anywhere.
  public Declaration open() {
    return entry(new Entry.Open());
  }

  /// Anyone may call it, also where all others have to sign in: for health and the like.
  public Declaration anyone() {
    return entry(new Entry.Anyone());
  }

  /// Whoever has signed in may call it, and the handler looks at who it is.
  public Declaration signedIn() {
    return entry(new Entry.SignedIn()).anyProject();
  }

  /// One sentence on what the route does, without a full stop.
  public Declaration summary(String sentence) {
    summary = sentence;
    return this;
  }

  /// A parameter of the query that may be given; it is checked before the handler runs.
  public Declaration query(String name, Schema schema, String description) {
    parameters.add(new Route.Parameter(name, false, schema, description));
    return this;
  }

  /// The shape of the JSON body; a body of another shape is refused with every mistake.
  public Declaration accepts(Schema schema) {
    accepts = Optional.of(schema);
    return this;
  }

  public Declaration accepts(BodyKind other) {
    kind = other;
    return this;
  }

  /// The largest body in bytes, after decompression.
  public Declaration maxBody(long bytes) {
    maxBody = bytes;
    return this;
  }

  public Declaration returns(Schema schema) {
    returns = Optional.of(schema);
    return this;
  }

  public Declaration returns(int otherStatus, Schema schema) {
    status = otherStatus;
    return returns(schema);
  }

  /// The answer is no JSON.
  public Declaration returnsType(String contentType) {
    returnsType = contentType;
    return this;
  }

  public void handle(Handler answering) {
    handler = Optional.of(answering);
  }

  /// @throws Problem when the declaration is incomplete: such a server does not start
  Route finish() {
    if (entry.isEmpty() || isTwice) {
      throw incomplete(
          "must say either permission(...), permissionOrLevel(...), signedIn(), open() or anyone(),"
              + " and only one of them");
    }
    if (summary.isEmpty()) {
      throw incomplete("has no summary");
    }
    var content = new Route.Content(kind, maxBody, accepts, returns, returnsType, status);
    return new Route(
        method,
        pattern,
        entry.get(),
        anyProject,
        summary,
        parameters,
        content,
        handler.orElseThrow(() -> incomplete("has no handler")));
  }

  private Problem incomplete(String what) {
    return Problem.of(ProblemCode.INTERNAL, "The route %s %s %s.", method, pattern, what);
  }
}
