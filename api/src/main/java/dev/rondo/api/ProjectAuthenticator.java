package dev.rondo.api;

import dev.rondo.access.Access;
import dev.rondo.api.http.Authenticator;
import dev.rondo.api.http.Request;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.ProjectName;
import java.util.List;
import java.util.function.Supplier;

/// Finds the project that a request speaks of, and asks `access` who the caller is there. It is the
/// `{project}` of the path, else `?project=`, else the header `Rondo-Project` (foreign protocols
/// have no place of their own for it), else the only one that there is, else `default`.
public final class ProjectAuthenticator implements Authenticator {
  public static final String HEADER = "Rondo-Project";

  private static final ProjectName DEFAULT = new ProjectName("default");

  private final Access access;
  private final Supplier<List<ProjectName>> projects;

  /// @param projects the names of those that there are now
  public ProjectAuthenticator(Access access, Supplier<List<ProjectName>> projects) {
    this.access = access;
    this.projects = projects;
  }

  @Override
  public Caller authenticate(Request request) {
    return access.caller(
        request
            .findParameter("project")
            .or(() -> request.query("project"))
            .or(() -> request.header(HEADER))
            .map(ProjectName::new)
            .orElseGet(this::only));
  }

  private ProjectName only() {
    List<ProjectName> names = projects.get();
    return names.size() == 1 ? names.getFirst() : DEFAULT;
  }
}
