package dev.rondo.kernel;

import dev.rondo.kernel.Thing.Kind;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/// Who acts, in which project, with which rights. Every public method of a component takes one, and
/// reads and writes only what belongs to the caller's project.
///
/// @param user a login name, or the name of the part of the platform that acts by itself
/// @param permissions by the caller's roles, of everything in the project
/// @param grants of single things, in place of `permissions`
public record Caller(String user, ProjectName project, Set<Permission> permissions, Grants grants) {
  private static final String PLATFORM = "rondo:";

  public Caller {
    permissions = Set.copyOf(permissions);
  }

  /// Without a level on any single thing.
  public Caller(String user, ProjectName project, Set<Permission> permissions) {
    this(user, project, permissions, Grants.NONE);
  }

  /// A part of the platform acting by itself, such as the engine or a feedback route.
  public static Caller platform(String part, ProjectName project) {
    return new Caller(PLATFORM + part, project, EnumSet.allOf(Permission.class));
  }

  /// Whether it is a part of the platform; no login name looks like one.
  public boolean isPlatform() {
    return user.startsWith(PLATFORM);
  }

  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  /// The things of a kind with which the caller may do something.
  public Reach reach(Permission permission, Kind kind) {
    return grants.reach(permission, kind, may(permission));
  }

  /// Whether there may be anything in the project with which the caller may do so.
  public boolean maySomewhere(Permission permission) {
    return may(permission) || mayWithAny(permission);
  }

  private boolean mayWithAny(Permission permission) {
    for (Kind kind : Kind.values()) {
      if (!reach(permission, kind).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /// Refuses with [ProblemCode#FORBIDDEN] unless the caller holds the permission by a role.
  public void require(Permission permission) {
    if (!may(permission)) {
      throw refusal(permission);
    }
  }

  /// Like [#require], for what is asked for any thing of a kind: the thing itself is looked at when
  /// it is found. Whoever may read anything in the project may look for it, and finds what they may
  /// read.
  public void require(Permission permission, Kind kind) {
    boolean isPossible =
        permission == Permission.READ
            ? maySomewhere(permission)
            : may(permission) || !reach(permission, kind).isEmpty();
    if (!isPossible) {
      throw refusal(permission);
    }
  }

  /// That the caller may not do it.
  public Problem refusal(Permission permission) {
    return Problem.of(
        ProblemCode.FORBIDDEN,
        "'%s' may not %s in project '%s'; ask an administrator for a role that may.",
        user,
        permission.text(),
        project);
  }

  /// Refuses what a caller may not do with a thing that they know of: with [ProblemCode#FORBIDDEN],
  /// or, when they may not even read it, as if it were not there.
  ///
  /// @param missing what is said when it is not there
  public void require(Permission permission, Thing thing, Supplier<Problem> missing) {
    if (!reach(Permission.READ, thing.kind()).contains(thing.number())) {
      throw missing.get();
    }
    if (!reach(permission, thing.kind()).contains(thing.number())) {
      throw Problem.of(
          ProblemCode.FORBIDDEN,
          "'%s' lacks the permission to %s for this %s; ask whoever manages it.",
          user,
          permission.text(),
          thing.kind().text().replace('-', ' '));
    }
  }
}
