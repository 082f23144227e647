package dev.rondo.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Thing.Kind;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.testing.TestClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantsTest {
  private static final ProjectName PROJECT = new ProjectName("test");

  @TempDir Path folder;

  private static Caller caller(Set<Permission> permissions, Map<Thing, Level> levels) {
    return new Caller("ann", PROJECT, permissions, Grants.of(levels));
  }

  @Test
  void aLevelTakesThePlaceOfTheRolesForItsThingAlone() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      Map<Thing, Level> levels = new HashMap<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        Kind kind = Kind.values()[random.nextInt(2)];
        Level level = Level.values()[random.nextInt(Level.values().length)];
        levels.put(new Thing(kind, random.nextInt(6)), level);
      }
      Set<Permission> permissions = EnumSet.noneOf(Permission.class);
      for (Permission permission : Permission.values()) {
        if (random.nextBoolean()) {
          permissions.add(permission);
        }
      }
      check(caller(permissions, levels), levels);
    }
  }

  private static void check(Caller caller, Map<Thing, Level> levels) {
    for (Permission permission : Level.MANAGE.permissions()) {
      for (Kind kind : Kind.values()) {
        Reach reach = caller.reach(permission, kind);
        for (long number = 0; number < 8; number++) {
          Level level = levels.get(new Thing(kind, number));
          boolean expected =
              level == null ? caller.may(permission) : level.permissions().contains(permission);
          assertThat(reach.contains(number)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void whoManagesAThingMayDoWithItAllThatIsDoneWithThings() {
    assertThat(Level.MANAGE.permissions())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Permission.values()).filter(Permission::isOfThings).toList());
  }

  @Test
  void aThingThatIsHiddenIsHiddenFromEveryPermissionOfThings() {
    Caller all =
        caller(EnumSet.allOf(Permission.class), Map.of(Thing.experiment(1), Level.NO_PERMISSIONS));
    for (Permission permission : Permission.values()) {
      assertThat(all.reach(permission, Kind.EXPERIMENT).contains(1))
          .as(permission.name())
          .isNotEqualTo(permission.isOfThings());
    }
  }

  @Test
  void whereNothingIsOutOfReachNothingIsLookedAt() {
    Caller plain = caller(Set.of(Permission.READ), Map.of());
    assertThat(plain.reach(Permission.READ, Kind.EXPERIMENT).isWhole()).isTrue();
    assertThat(plain.reach(Permission.READ, Kind.EXPERIMENT).and("x", List.of())).isEmpty();
    assertThat(plain.reach(Permission.WRITE_RUNS, Kind.EXPERIMENT).isEmpty()).isTrue();
    Caller maker = caller(Set.of(Permission.READ), Map.of(Thing.experiment(1), Level.MANAGE));
    assertThat(maker.reach(Permission.READ, Kind.EXPERIMENT).isWhole()).isTrue();
    assertThat(maker.reach(Permission.MANAGE, Kind.EXPERIMENT).isWhole()).isFalse();
  }

  @Test
  void theConditionFindsWhatIsInReach() {
    Map<Thing, Level> levels =
        Map.of(
            Thing.experiment(2), Level.NO_PERMISSIONS,
            Thing.experiment(4), Level.READ,
            Thing.registeredModel(3), Level.READ);
    try (Database database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock())) {
      database.migrate("t", List.of("CREATE TABLE thing (number INTEGER)"));
      database.write(tx -> {
        LongStream.range(0, 6).forEach(n -> tx.update("INSERT INTO thing VALUES (?)", n));
        return true;
      });
      assertThat(found(database, caller(Set.of(Permission.READ), levels)))
          .containsExactly(0L, 1L, 3L, 4L, 5L);
      assertThat(found(database, caller(Set.of(), levels))).containsExactly(4L);
      assertThat(found(database, caller(Set.of(), Map.of()))).isEmpty();
    }
  }

  private static List<Long> found(Database database, Caller caller) {
    List<Object> arguments = new ArrayList<>();
    String and = caller.reach(Permission.READ, Kind.EXPERIMENT).and("number", arguments);
    return database.read(tx ->
        tx.list(
            "SELECT number FROM thing WHERE true" + and + " ORDER BY number",
            row -> row.number("number"),
            arguments.toArray()));
  }

  @Test
  void whatIsHiddenIsNotThereAndWhatIsNotPermittedIsRefused() {
    Thing hidden = Thing.experiment(1);
    Thing read = Thing.experiment(2);
    Caller caller =
        caller(
            Set.of(Permission.READ, Permission.WRITE_RUNS),
            Map.of(hidden, Level.NO_PERMISSIONS, read, Level.READ));
    assertThatThrownBy(() ->
            caller.require(Permission.READ, hidden, () -> Problem.notFound("It is not there.")))
        .hasMessage("It is not there.");
    assertThatThrownBy(
            () -> caller.require(Permission.WRITE_RUNS, read, () -> Problem.notFound("no")))
        .hasMessage(
            "'ann' lacks the permission to write runs for this experiment; ask whoever manages it.");
    caller.require(Permission.WRITE_RUNS, Thing.experiment(3), () -> Problem.notFound("no"));
  }
}
