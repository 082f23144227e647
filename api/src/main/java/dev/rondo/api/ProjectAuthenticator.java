package dev.rondo.api;

import dev.rondo.access.Access;
import dev.rondo.api.http.Authenticator;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Route;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import java.util.List;
import java.util.function.Supplier;

/// Finds the project that a request speaks of, and asks `access` who the caller is there. It is the
/// `{project}` of the path, else `?project=`, else the header `Rondo-Project` (foreign protocols
/// have no place of their own for it), else the header [#WORKSPACE], else the only one that there
/// is, and `default` before the first. Which of several is meant must be said, but for routes that
/// any will do for.
public final class ProjectAuthenticator implements Authenticator {
  public static final String HEADER = "Rondo-Project";

  /// The header by which MLflow's clients name a project, which they call a workspace.
  public static final String WORKSPACE = "X-MLflow-Workspace";

  private static final ProjectName DEFAULT = new ProjectName("default");

  private final Access access;
  private final Supplier<List<ProjectName>> projects;

  /// @param projects the names of those that there are now
  public ProjectAuthenticator(Access access, Supplier<List<ProjectName>> projects) {
    this.access = access;
    this.projects = projects;
  }

  /// @throws Problem `not-found` when the request names a project that there is not;
  ///   `invalid-request` when it names none and there are several
  @Override
  public Caller authenticate(Request request) {
    List<ProjectName> known = projects.get();
    ProjectName project =
        request
            .findParameter("project")
            .or(() -> request.query("project"))
            .or(() -> request.header(HEADER))
            .or(() -> request.header(WORKSPACE).filter(name -> !isDefault(name, known)))
            .map(name -> existing(new ProjectName(name), known))
            .orElseGet(() -> implied(request.route(), known));
    return access.caller(project);
  }

  /// Clients say `default` where they mean none by name.
  private static boolean isDefault(String workspace, List<ProjectName> known) {
    return workspace.equals(DEFAULT.value()) && !known.contains(DEFAULT);
  }

  private static ProjectName existing(ProjectName name, List<ProjectName> known) {
    if (!known.contains(name)) {
      throw Problem.notFound("There is no project '%s'; there are %s.", name, known);
    }
    return name;
  }

  private static ProjectName implied(Route route, List<ProjectName> known) {
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
}
