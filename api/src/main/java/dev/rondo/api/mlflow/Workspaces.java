package dev.rondo.api.mlflow;

import dev.rondo.access.Access;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import java.util.List;
import java.util.function.Supplier;

/// Projects by the name that clients have for them. `default` is the one that is meant where none
/// is named.
record Workspaces(Supplier<List<ProjectName>> projects, Access access) {
  private static final String DEFAULT = "default";

  /// Those that a caller is told of.
  List<String> names(Caller caller) {
    List<ProjectName> known = projects.get();
    return access.seen(caller, known.isEmpty() ? List.of(new ProjectName(DEFAULT)) : known).stream()
        .map(ProjectName::value)
        .toList();
  }

  /// @throws Problem `not-found`
  void require(Caller caller, String name) {
    List<String> names = names(caller);
    if (!name.equals(DEFAULT) && !names.contains(name)) {
      throw Problem.notFound("There is no workspace '%s'; there are %s.", name, names);
    }
  }

  /// The caller as they act in a workspace.
  ///
  /// @throws Problem `not-found`
  Caller in(Caller caller, String name) {
    require(caller, name);
    boolean isHere = name.equals(DEFAULT) || name.equals(caller.project().value());
    return isHere ? caller : access.elsewhere(caller, new ProjectName(name));
  }
}
