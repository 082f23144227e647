package dev.rondo.kernel;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// How much a user may do with one [Thing], in the words of MLflow. Each level permits what those
/// before it do.
public enum Level {
  NO_PERMISSIONS,
  READ(Permission.READ),
  /// As much as [#READ]: asking a model is a matter of roles, since endpoints answer for it.
  USE(Permission.READ),
  EDIT(Permission.READ, Permission.WRITE_RUNS, Permission.REGISTER_MODELS),
  /// Also deletes, restores, and says who else may do what with the thing.
  MANAGE(Permission.READ, Permission.WRITE_RUNS, Permission.REGISTER_MODELS, Permission.MANAGE);

  private final Set<Permission> permissions;

  Level(Permission... permissions) {
    this.permissions = Set.of(permissions);
  }

  /// What it permits with the thing.
  public Set<Permission> permissions() {
    return permissions;
  }

  public static Level parse(String text) {
    return Arrays.stream(values())
        .filter(level -> level.name().equals(text))
        .findFirst()
        .orElseThrow(() ->
            Problem.invalid(
                "Invalid permission '%s'. Valid permissions are: %s",
                text, Arrays.stream(values()).map(Level::name).collect(Collectors.joining(", "))));
  }
}
