package dev.rondo.access;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Grants;
import dev.rondo.kernel.Level;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.Thing;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A user with all that they have, as it stood at one moment. Immutable.
///
/// @param hash of the password
record Holdings(User user, String hash, Map<ProjectName, Held> held) {
  private static final Set<Permission> ALL = Set.copyOf(EnumSet.allOf(Permission.class));
  private static final Held NOTHING = new Held(Set.of(), Grants.NONE, false);

  /// What the user has in one project.
  ///
  /// @param isSeen whether there is anything that they may do there
  private record Held(Set<Permission> permissions, Grants grants, boolean isSeen) {}

  static Holdings of(User user, String hash, List<Assignment> roles, List<Grant> grants) {
    Map<ProjectName, Set<Role>> rolesIn =
        roles.stream()
            .collect(
                Collectors.groupingBy(
                    Assignment::project, Collectors.mapping(Assignment::role, Collectors.toSet())));
    Map<ProjectName, List<Grant>> grantsIn =
        grants.stream().collect(Collectors.groupingBy(Grant::project));
    Map<ProjectName, Held> held = new HashMap<>();
    rolesIn.keySet().forEach(project -> held.put(project, NOTHING));
    grantsIn.keySet().forEach(project -> held.put(project, NOTHING));
    held.replaceAll((project, _) ->
        held(rolesIn.getOrDefault(project, Set.of()), grantsIn.getOrDefault(project, List.of())));
    return new Holdings(user, hash, Map.copyOf(held));
  }

  /// Whoever administers a project may do everything in it.
  private static Held held(Set<Role> roles, List<Grant> grants) {
    Set<Permission> permissions = Role.permissions(roles);
    if (permissions.contains(Permission.ADMINISTER)) {
      return new Held(ALL, Grants.NONE, true);
    }
    Map<Thing, Level> levels =
        grants.stream().collect(Collectors.toMap(Grant::thing, Grant::level));
    boolean isSeen =
        !permissions.isEmpty() || levels.values().stream().anyMatch(l -> l != Level.NO_PERMISSIONS);
    return new Held(permissions, Grants.of(levels), isSeen);
  }

  boolean sees(ProjectName project) {
    return user.isAdministrator()
        || Optional.ofNullable(held.get(project)).map(Held::isSeen).orElse(false);
  }

  /// The user as they act in a project.
  Caller caller(ProjectName project) {
    if (user.isAdministrator()) {
      return new Caller(user.name(), project, ALL);
    }
    Held here = held.getOrDefault(project, NOTHING);
    return new Caller(user.name(), project, here.permissions, here.grants);
  }
}
