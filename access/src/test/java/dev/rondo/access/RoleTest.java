package dev.rondo.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Permission;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleTest {
  private static Set<Role> whoMay(Permission permission) {
    return Arrays.stream(Role.values())
        .filter(role -> role.permissions().contains(permission))
        .collect(java.util.stream.Collectors.toSet());
  }

  /// The published matrix.
  private static String matrix() {
    StringBuilder table = new StringBuilder("| |");
    for (Role role : Role.values()) {
      table.append(' ').append(role.text().replace('-', ' ')).append(" |");
    }
    table.append("\n|---|").append("---|".repeat(Role.values().length)).append('\n');
    for (Permission permission : Permission.values()) {
      table.append("| ").append(permission.name().toLowerCase(Locale.ROOT).replace('_', ' '));
      for (Role role : Role.values()) {
        table.append(role.permissions().contains(permission) ? " | yes" : " | ");
      }
      table.append(" |\n");
    }
    return table.toString();
  }

  @Test
  void thePublishedMatrixIsThatOfTheRoles() {
    assertThat(Path.of("..", "docs", "access.md")).content().contains(matrix());
  }

  @Test
  void whoMakesModelsDeletesWhatOthersMadeNeither() {
    assertThat(whoMay(Permission.MANAGE))
        .containsExactlyInAnyOrder(Role.ML_ENGINEER, Role.ADMINISTRATOR);
  }

  @Test
  void everyoneReads() {
    assertThat(whoMay(Permission.READ)).containsExactlyInAnyOrder(Role.values());
  }

  @Test
  void onlyTheAdministratorAdministers() {
    assertThat(whoMay(Permission.ADMINISTER)).containsExactly(Role.ADMINISTRATOR);
  }

  @Test
  void whoMakesAModelDoesNotPutItIntoProductionAlone() {
    assertThat(whoMay(Permission.PROMOTE_MODELS))
        .containsExactlyInAnyOrder(Role.ML_ENGINEER, Role.ADMINISTRATOR);
    assertThat(whoMay(Permission.DEPLOY))
        .containsExactlyInAnyOrder(Role.DEVOPS_ENGINEER, Role.ML_ENGINEER, Role.ADMINISTRATOR);
  }

  @Test
  void severalRolesPermitWhatAnyOfThemDoes() {
    assertThat(Role.permissions(Set.of(Role.BUSINESS_STAKEHOLDER, Role.SOLUTION_ARCHITECT)))
        .containsExactlyInAnyOrder(Permission.READ, Permission.PREDICT);
    assertThat(Role.permissions(Set.of())).isEmpty();
  }

  @Test
  void aRoleIsReadByItsText() {
    for (Role role : Role.values()) {
      assertThat(Role.parse(role.text())).isEqualTo(role);
    }
    assertThatThrownBy(() -> Role.parse("king"))
        .hasMessageContaining("'king' is not a role; there are business-stakeholder,");
  }
}
