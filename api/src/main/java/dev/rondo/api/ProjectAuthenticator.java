package dev.rondo.api;

import dev.rondo.access.Access;
import dev.rondo.access.Access.Session;
import dev.rondo.api.http.Authenticator;
import dev.rondo.api.http.Entry;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Route;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Finds the project that a request speaks of, and asks `access` who the caller is there. It is the
/// `{project}` of the path, else `?project=`, else the header `Rondo-Project` (foreign protocols
/// have no place of their own for it), else the header [#WORKSPACE], else the only one that there
/// is, and `default` before the first. Which of several is meant must be said, but for routes that
/// any will do for, and for those of MLflow, whose clients name none as a rule. A project in which
/// the caller may do nothing is not there for them.
public final class ProjectAuthenticator implements Authenticator {
  public static final String HEADER = "Rondo-Project";

  /// The header by which MLflow's clients name a project, which they call a workspace.
  public static final String WORKSPACE = "X-MLflow-Workspace";

  private static final ProjectName DEFAULT = new ProjectName("default");
  private static final Pattern MLFLOW =
      Pattern.compile("/(api|ajax-api)/[23]\\.0/.*|/get-artifact.*|/model-versions/.*|/v1/traces");

  private final Access access;
  private final Supplier<List<ProjectName>> projects;
  private final Supplier<ProjectName> meant;

  /// @param projects the names of those that there are now; `default` is there without a name
  /// @param meant the one that MLflow's clients mean that name none
  public ProjectAuthenticator(
      Access access, Supplier<List<ProjectName>> projects, Supplier<ProjectName> meant) {
    this.access = access;
    this.projects = projects;
    this.meant = meant;
  }

  /// @throws Problem `not-found` when the request names a project that there is not;
  ///   `invalid-request` when it names none and there are several
  @Override
  public Caller authenticate(Request request) {
    Session session = session(request);
    List<ProjectName> known = session.seen(projects.get());
    ProjectName project =
        named(request)
            .map(name -> existing(session, new ProjectName(name), known))
            .orElseGet(() -> implied(session, request.route(), known));
    return session.caller(project);
  }

  @Override
  public void admit(Request request) {
    session(request);
  }

  /// @throws Problem `unauthenticated`
  private Session session(Request request) {
    return access.session(
        request
            .header("Authorization")
            .map(header -> BasicCredentials.parse(header, request.from())));
  }

  /// The workspace `default` is what clients say when they mean none by name.
  private static Optional<String> named(Request request) {
    return request
        .findParameter("project")
        .or(() -> request.query("project"))
        .or(() -> request.header(HEADER))
        .or(() -> request.header(WORKSPACE).filter(name -> !name.equals(DEFAULT.value())));
  }

  private static ProjectName existing(Session session, ProjectName name, List<ProjectName> known) {
    boolean isDefault = name.equals(DEFAULT) && session.sees(DEFAULT);
    if (!known.contains(name) && !isDefault) {
      throw Problem.notFound("There is no project '%s'; there are %s.", name, known);
    }
    return name;
  }

  private ProjectName implied(Session session, Route route, List<ProjectName> known) {
    Optional<ProjectName> ofMlflow =
        isOfMlflow(route) ? Optional.of(meant.get()).filter(session::sees) : Optional.empty();
    if (ofMlflow.isPresent()) {
      return ofMlflow.get();
    }
    if (known.isEmpty()) {
      return seenDefault(session, route);
    }
    if (known.size() > 1 && !route.anyProject()) {
      throw Problem.invalid(
          "This server has several projects, %s; say which one by ?project=%s or the header '%s: %s'.",
          known, known.getFirst(), HEADER, known.getFirst());
    }
    return known.getFirst();
  }

  /// Who may do nothing anywhere may still ask who they are.
  private static ProjectName seenDefault(Session session, Route route) {
    if (!session.sees(DEFAULT) && !(route.entry() instanceof Entry.SignedIn)) {
      throw Problem.notFound(
          "There is no project in which you may do anything; ask an administrator for a role.");
    }
    return DEFAULT;
  }

  private static boolean isOfMlflow(Route route) {
    return MLFLOW.matcher(route.pattern()).matches();
  }
}
