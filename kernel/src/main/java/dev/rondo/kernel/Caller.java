package dev.rondo.kernel;

import java.util.EnumSet;
import java.util.Set;

/// Who acts, in which project, with which rights. Every public method of a component takes one, and
/// reads and writes only what belongs to the caller's project.
///
/// @param user a login name, or the name of the part of the platform that acts by itself
public record Caller(String user, ProjectName project, Set<Permission> permissions) {

  public Caller {
    permissions = Set.copyOf(permissions);
  }

  /// A part of the platform acting by itself, such as the engine or a feedback route.
  public static Caller platform(String part, ProjectName project) {
    return new Caller("rondo:" + part, project, EnumSet.allOf(Permission.class));
  }

  /// Refuses with [ProblemCode#FORBIDDEN] unless the caller holds the permission.
  public void require(Permission permission) {
    if (!permissions.contains(permission)) {
      throw Problem.of(
          ProblemCode.FORBIDDEN,
          "'%s' may not %s in project '%s'; ask an administrator for a role that may.",
          user,
          permission.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
          project);
    }
  }
}
