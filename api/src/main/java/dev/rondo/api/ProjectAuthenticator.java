package dev.rondo.api;

import dev.rondo.access.Access;
import dev.rondo.api.http.Authenticator;
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
/// any will do for, and for those of MLflow, whose clients name none as a rule.
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
    List<ProjectName> known = projects.get();
    ProjectName project =
        named(request)
            .map(name -> existing(new ProjectName(name), known))
            .orElseGet(() -> implied(request.route(), known));
    return access.caller(project);
  }

  /// The workspace `default` is what clients say when they mean none by name.
  private static Optional<String> named(Request request) {
    return request
        .findParameter("project")
        .or(() -> request.query("project"))
        .or(() -> request.header(HEADER))
        .or(() -> request.header(WORKSPACE).filter(name -> !name.equals(DEFAULT.value())));
  }

  private static ProjectName existing(ProjectName name, List<ProjectName> known) {
    if (!known.contains(name) && !name.equals(DEFAULT)) {
      throw Problem.notFound("There is no project '%s'; there are %s.", name, known);
    }
    return name;
  }

  private ProjectName implied(Route route, List<ProjectName> known) {
    if (isOfMlflow(route)) {
      return meant.get();
    }
    if (known.isEmpty()) {
      return DEFAULT;
    }
    if (known.size() > 1 && !route.anyProject()) {
      throw Problem.invalid(
          "This server has several projects, %s; say which one by ?project=%s or the header '%s: %s'.",
          known, known.getFirst(), HEADER, known.getFirst());
    }
    return known.getFirst();
  }

  private static boolean isOfMlflow(Route route) {
    return MLFLOW.matcher(route.pattern()).matches();
  }
}
