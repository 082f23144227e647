package dev.rondo.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.access.Access;
import dev.rondo.access.Role;
import dev.rondo.delivery.PushedCode;
import dev.rondo.delivery.repository.CommitId;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.loop.step.BuiltInSteps;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whose push may change what the loop does.
class PushRightsTest {
  private static final String PROJECT =
      """
      name: test
      goal: To try it.
      kpi: {name: k, meaning: m, value-per-unit: 1}
      task: {type: regression, target: t, unit: u, metric: mae}
      """;
  private static final String JUDGE = "name: judge\ntasks: {one: {uses: judge-window}}\n";
  private static final Caller PLATFORM = Callers.ALL;

  @TempDir Path folder;
  private final List<String> log = new ArrayList<>();
  private Map<String, byte[]> last = Map.of();
  private Database database;
  private Access access;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    access = Access.withSignIn(database, new TestClock());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void user(String name, Role role) {
    access.users().create(PLATFORM, name, "long.enough.to.be.one");
    access.users().assign(PLATFORM, name, role);
  }

  private void push(String user, Map<String, byte[]> files) {
    new PushRights(access, _ -> last)
        .check(PLATFORM, new PushedCode(new CommitId("a".repeat(40)), user, files), log::add);
  }

  private Mistake refused(String user, Map<String, byte[]> files) {
    Problem problem = catchThrowableOfType(Problem.class, () -> push(user, files));
    assertThat(problem.mistakes()).hasSize(1);
    return problem.mistakes().getFirst();
  }

  private static Map<String, byte[]> project(String pipeline) {
    Map<String, byte[]> files = Map.of("project.yaml", PROJECT.getBytes(StandardCharsets.UTF_8));
    if (pipeline.isEmpty()) {
      return files;
    }
    return Map.of(
        "project.yaml",
        PROJECT.getBytes(StandardCharsets.UTF_8),
        "pipelines/one.yaml",
        pipeline.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whoLacksWhatAStepDoesIsToldWhereItStandsAndWhatItTakes() {
    user("mei", Role.DATA_SCIENTIST);
    Mistake mistake = refused("mei", project(JUDGE));
    assertThat(mistake.toString())
        .isEqualTo(
            "pipelines/one.yaml:1:1: Pipeline 'judge' is new since the last good build. That takes"
                + " the permission to promote models, which 'mei' lacks: let somebody push who may.");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void whoeverLacksAnyThingThatAStepAsksForMayNotPushIt(Role role) {
    user("ann", role);
    for (String step : BuiltInSteps.names()) {
      Set<Permission> lacking = EnumSet.of(Permission.RUN_PIPELINES);
      lacking.addAll(BuiltInSteps.permissions(step));
      lacking.removeAll(role.permissions());
      Map<String, byte[]> files = project(JUDGE.replace("judge-window", step));
      if (lacking.isEmpty()) {
        assertThatCode(() -> push("ann", files)).as(step).doesNotThrowAnyException();
      } else {
        assertThat(refused("ann", files).message())
            .as(step)
            .contains(lacking.stream().map(Permission::text).toList());
      }
    }
  }

  @Test
  void whoMayDoItPushesIt() {
    user("sara", Role.ML_ENGINEER);
    assertThatCode(() -> push("sara", project(JUDGE))).doesNotThrowAnyException();
    assertThatCode(() -> push(Access.LOCAL_USER, project(JUDGE))).doesNotThrowAnyException();
  }

  @Test
  void whatTheLoopDoesAlreadyTakesNoRight() {
    user("mei", Role.DATA_SCIENTIST);
    last = project(JUDGE);
    assertThatCode(() -> push("mei", project(JUDGE))).doesNotThrowAnyException();
    assertThat(refused("mei", project("")).message()).startsWith("Pipeline 'judge' is gone");
  }

  @Test
  void whoWasRemovedPushesNothing() {
    user("ann", Role.ML_ENGINEER);
    access.users().remove(PLATFORM, "ann");
    assertThatThrownBy(() -> push("ann", project("")))
        .hasMessage("There is no user 'ann' any more, in whose name this was to run.");
  }

  @Test
  void aPushOfNobodyKnownMayChangeNothingThatTheLoopDoes() {
    String nobody = Caller.platform("repository", PLATFORM.project()).user();
    assertThatCode(() -> push(nobody, project(""))).doesNotThrowAnyException();
    assertThat(log.getFirst()).startsWith("Who pushed this commit is not known");
    assertThat(refused(nobody, project(JUDGE)).message())
        .contains("promote models", "who pushed this commit is not known");
  }
}
