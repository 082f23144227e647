package dev.rondo.access;

import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The roles of the reference model, and the administrator. A role is a set of permissions; a user
/// may hold several in a project.
public enum Role {
  /// R1: states the problem and watches what the solution returns.
  BUSINESS_STAKEHOLDER(Permission.READ),
  /// R2: decides on technology; reads everything and tries endpoints.
  SOLUTION_ARCHITECT(Permission.READ, Permission.PREDICT),
  /// R3: makes models, and proposes them; another role puts them into production.
  DATA_SCIENTIST(
      Permission.READ,
      Permission.RUN_PIPELINES,
      Permission.WRITE_RUNS,
      Permission.REGISTER_MODELS,
      Permission.PREDICT,
      Permission.PUSH_CODE,
      Permission.APPROVE_CONTRACTS),
  /// R4: brings data in and keeps it good.
  DATA_ENGINEER(
      Permission.READ,
      Permission.WRITE_DATA,
      Permission.RUN_PIPELINES,
      Permission.PUSH_CODE,
      Permission.APPROVE_CONTRACTS),
  /// R5: writes the code, and the applications that ask for predictions.
  SOFTWARE_ENGINEER(
      Permission.READ, Permission.PREDICT, Permission.PUSH_CODE, Permission.APPROVE_CONTRACTS),
  /// R6: delivers and runs what others made.
  DEVOPS_ENGINEER(
      Permission.READ, Permission.RUN_PIPELINES, Permission.DEPLOY, Permission.PUSH_CODE),
  /// R7: joins all of it, from data to production.
  ML_ENGINEER(EnumSet.complementOf(EnumSet.of(Permission.ADMINISTER))),
  /// May do everything.
  ADMINISTRATOR(EnumSet.allOf(Permission.class));

  private final Set<Permission> permissions;

  Role(Permission... permissions) {
    this(Set.of(permissions));
  }

  Role(Set<Permission> permissions) {
    this.permissions = Set.copyOf(permissions);
  }

  public Set<Permission> permissions() {
    return permissions;
  }

  /// What any of the roles permits.
  public static Set<Permission> permissions(Set<Role> roles) {
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    roles.forEach(role -> all.addAll(role.permissions));
    return Set.copyOf(all);
  }

  /// The stable text on wires and in project files, such as `data-scientist`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The role that [#text] names.
  public static Role parse(String text) {
    for (Role role : values()) {
      if (role.text().equals(text)) {
        return role;
      }
    }
    throw Problem.invalid(
        "'%s' is not a role; there are %s.",
        text, String.join(", ", java.util.Arrays.stream(values()).map(Role::text).toList()));
  }
}
