package dev.rondo.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Level;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  private static final ProjectName TAXI = new ProjectName("taxi");
  private static final ProjectName OTHER = new ProjectName("other");
  private static final String PASSWORD = "correct horse battery";
  private static final String HERE = "192.0.2.1";
  private static final Thing TRIPS = Thing.experiment(7);

  private final TestClock clock = new TestClock();
  @TempDir Path folder;
  private Database database;
  private Access access;
  private Users users;
  private Levels levels;
  private Caller admin;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    access = Access.withSignIn(database, clock);
    users = access.users();
    levels = access.levels();
    assertThat(users.begin(Optional.of(PASSWORD))).isEmpty();
    admin = session("admin").caller(TAXI);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Access.Session session(String user) {
    return session(user, PASSWORD);
  }

  private Access.Session session(String user, String password) {
    return session(user, password, HERE);
  }

  private Access.Session session(String user, String password, String from) {
    return access.session(Optional.of(new Credentials(user, password, from)));
  }

  private Caller made(String name) {
    users.create(admin, name, PASSWORD);
    return caller(name);
  }

  /// As the user is now.
  private Caller caller(String name) {
    return users.holdings(name).orElseThrow().caller(TAXI);
  }

  private Problem refused(String user, String password) {
    return catchThrowableOfType(Problem.class, () -> session(user, password));
  }

  @Test
  void withoutCredentialsOneIsTheLocalAdministratorOrNobody() {
    assertThatThrownBy(() -> access.session(Optional.empty()))
        .extracting(e -> ((Problem) e).code())
        .isEqualTo(ProblemCode.UNAUTHENTICATED);
    Access local = new Access(database, clock);
    assertThat(local.session(Optional.empty()).caller(TAXI).user()).isEqualTo(Access.LOCAL_USER);
    assertThatThrownBy(() -> local.session(Optional.of(new Credentials("admin", "wrong", HERE))))
        .hasMessageContaining("is wrong");
  }

  @Test
  void theFirstAdministratorHasARandomPasswordUnlessOneIsChosen() {
    assertThat(users.begin(Optional.empty())).isEmpty();
    try (Database fresh = SqliteDatabase.open(folder.resolve("fresh.db"), clock)) {
      Access first = Access.withSignIn(fresh, clock);
      assertThatThrownBy(() -> first.users().begin(Optional.of("short")))
          .hasMessageContaining("12 to 1000");
      String password = first.users().begin(Optional.empty()).orElseThrow();
      assertThat(first.session(Optional.of(new Credentials("admin", password, HERE))).caller(TAXI))
          .satisfies(caller -> assertThat(caller.may(Permission.ADMINISTER)).isTrue());
    }
  }

  @Test
  void aServerThatNobodyAdministersGetsAnAdministrator() {
    try (Database fresh = SqliteDatabase.open(folder.resolve("fresh.db"), clock)) {
      Users made = new Access(fresh, clock).users();
      Caller local = new Access(fresh, clock).caller(TAXI);
      made.create(local, "ann", PASSWORD);
      made.create(local, "admin", PASSWORD);
      String password = made.begin(Optional.empty()).orElseThrow();
      assertThat(made.all(local)).filteredOn(User::isAdministrator).hasSize(1);
      assertThat(password).isNotEqualTo(PASSWORD);
      assertThat(made.begin(Optional.empty())).isEmpty();
    }
  }

  @Test
  void whatWasBegunForAUserGoesOnWithTheirRightsOfNowAndEndsWithThem() {
    users.create(admin, "ann", PASSWORD);
    users.assign(admin, "ann", Role.DATA_ENGINEER);
    Caller then = caller("ann");
    levels.give(admin, "ann", TRIPS, Level.NO_PERMISSIONS);
    users.unassign(admin, "ann", Role.DATA_ENGINEER);
    users.assign(admin, "ann", Role.DATA_SCIENTIST);
    Caller now = access.now(then);
    assertThat(now.permissions()).isEqualTo(Role.permissions(Set.of(Role.DATA_SCIENTIST)));
    assertThat(now.reach(Permission.READ, TRIPS.kind()).contains(TRIPS.number())).isFalse();
    users.remove(admin, "ann");
    assertThatThrownBy(() -> access.now(then))
        .hasMessage("There is no user 'ann' any more, in whose name this was to run.");
    Caller local = new Access(database, clock).caller(TAXI);
    assertThat(access.now(local)).isSameAs(local);
    Caller platform = Caller.platform("trigger", TAXI);
    assertThat(access.now(platform)).isSameAs(platform);
  }

  @Test
  void aWrongPasswordAndAnUnknownUserAreToldAlike() {
    Problem known = refused("admin", "wrong");
    Problem unknown = refused("nobody", "wrong");
    assertThat(unknown.text()).isEqualTo(known.text());
    assertThat(unknown.code()).isEqualTo(known.code()).isEqualTo(ProblemCode.UNAUTHENTICATED);
  }

  @Test
  void whoGuessesHasToWaitLongerAndLonger() {
    for (String name : List.of("admin", "nobody")) {
      for (int i = 0; i < 5; i++) {
        assertThat(refused(name, "guess " + i).text()).contains("is wrong");
      }
      assertThat(refused(name, "guess").text()).contains("wait a minute");
      clock.advance(Duration.ofSeconds(1));
      assertThat(refused(name, "guess").text()).contains("is wrong");
      clock.advance(Duration.ofSeconds(1));
      assertThat(refused(name, "guess").text()).contains("wait a minute");
    }
    assertThat(session("admin").sees(TAXI)).as("is known, and goes on").isTrue();
    clock.advance(Duration.ofMinutes(6));
    assertThat(session("admin").sees(TAXI)).as("no longer known, and waited").isTrue();
  }

  @Test
  void whoGuessesElsewhereIsNotLetInWithOneWhoIsSignedIn() {
    assertThat(session("admin").sees(TAXI)).isTrue();
    for (int i = 0; i < 5; i++) {
      String guess = "guess " + i;
      assertThatThrownBy(() -> session("admin", guess, "192.0.2.2"))
          .hasMessageContaining("is wrong");
    }
    assertThatThrownBy(() -> session("admin", PASSWORD, "192.0.2.2"))
        .as("the right guess is told no better than others")
        .hasMessageContaining("wait a minute");
    assertThat(session("admin", PASSWORD, "192.0.2.3").sees(TAXI))
        .as("who guesses there keeps nobody from signing in elsewhere")
        .isTrue();
    assertThat(session("admin").sees(TAXI)).as("is known here, and goes on").isTrue();
  }

  @Test
  void whoGuessesFromEverywhereHasToWaitToo() {
    for (int i = 0; i < 50; i++) {
      String from = "192.0.2." + i;
      assertThatThrownBy(() -> session("admin", "guess", from)).hasMessageContaining("is wrong");
    }
    assertThatThrownBy(() -> session("admin", PASSWORD, "198.51.100.1"))
        .hasMessageContaining("wait a minute");
    assertThat(session("admin").sees(TAXI)).as("is known here, and goes on").isTrue();
  }

  @Test
  void whoGuessesBesideOneWhoIsSignedInHasAThousandTries() {
    assertThat(session("admin").sees(TAXI)).isTrue();
    for (int i = 0; i < 1_005; i++) {
      assertThat(refused("admin", "guess " + i)).isNotNull();
    }
    assertThat(session("admin").sees(TAXI)).isTrue();
    assertThat(refused("admin", "one more")).isNotNull();
    assertThat(refused("admin", PASSWORD).text()).contains("wait a minute");
    clock.advance(Duration.ofMinutes(1));
    assertThat(session("admin").sees(TAXI)).isTrue();
  }

  @Test
  void guessesAtOnceAreNoMoreThanGuessesAfterEachOther() throws InterruptedException {
    Queue<String> answers = new ConcurrentLinkedQueue<>();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> guessers =
        IntStream.range(0, 20)
            .mapToObj(i ->
                Thread.startVirtualThread(() -> {
                  try {
                    start.await();
                    answers.add(refused("admin", "guess " + i).text());
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }))
            .toList();
    start.countDown();
    for (Thread guesser : guessers) {
      guesser.join();
    }
    assertThat(answers).hasSize(20).filteredOn(text -> text.contains("is wrong")).hasSize(5);
  }

  @Test
  void manyRequestsOfOneClientAtOnceAreOneSignIn() throws InterruptedException {
    Queue<Access.Session> sessions = new ConcurrentLinkedQueue<>();
    List<Thread> requests =
        IntStream.range(0, 20)
            .mapToObj(_ ->
                Thread.startVirtualThread(
                    () -> sessions.add(session("admin", PASSWORD, "192.0.2.2"))))
            .toList();
    for (Thread request : requests) {
      request.join();
    }
    assertThat(sessions).hasSize(20);
  }

  @Test
  void anAttemptThatWasNotLookedAtIsNoFailure() {
    Attempts attempts = new Attempts(clock, 5, Duration.ofMinutes(1));
    for (int i = 0; i < 20; i++) {
      attempts.begin("ann");
      attempts.undo("ann");
    }
    for (int i = 0; i < 5; i++) {
      assertThat(attempts.waits("ann")).isFalse();
      attempts.begin("ann");
    }
    assertThat(attempts.waits("ann")).isTrue();
  }

  @Test
  void whoGuessesDoesNotLockOutWhoGoesOnWorking() {
    assertThat(session("admin").sees(TAXI)).isTrue();
    for (int minute = 0; minute < 20; minute++) {
      clock.advance(Duration.ofMinutes(1));
      assertThat(refused("admin", "guess " + minute)).isNotNull();
      assertThat(refused("admin", "guess again " + minute)).isNotNull();
      assertThat(session("admin").sees(TAXI)).as("after %d minutes", minute).isTrue();
    }
  }

  @Test
  void anotherPasswordCountsAtOnce() {
    made("ann");
    assertThat(session("ann").caller(TAXI).user()).isEqualTo("ann");
    Caller ann = caller("ann");
    assertThatThrownBy(
            () -> users.setPassword(ann, "ann", "another password", Optional.of("wrong")))
        .hasMessageContaining("current password");
    assertThatThrownBy(
            () -> users.setPassword(ann, "admin", "another password", Optional.of(PASSWORD)))
        .hasMessageContaining("may not");
    users.setPassword(ann, "ann", "another password", Optional.of(PASSWORD));
    assertThat(refused("ann", PASSWORD)).isNotNull();
    assertThat(session("ann", "another password").caller(TAXI).user()).isEqualTo("ann");
    users.remove(admin, "ann");
    assertThat(refused("ann", "another password")).isNotNull();
    assertThatThrownBy(() -> access.seen(ann, List.of(TAXI)))
        .as("is not taken for the local administrator")
        .hasMessageContaining("is wrong");
  }

  @Test
  void rolesCountInTheirProject() {
    made("ann");
    assertThat(session("ann").sees(TAXI)).isFalse();
    users.assign(admin, "ann", Role.DATA_SCIENTIST);
    users.assign(admin, "ann", Role.DATA_ENGINEER);
    assertThat(session("ann").seen(List.of(OTHER, TAXI))).containsExactly(TAXI);
    assertThat(caller("ann").permissions())
        .contains(Permission.WRITE_RUNS, Permission.WRITE_DATA)
        .doesNotContain(Permission.MANAGE, Permission.ADMINISTER);
    assertThat(access.elsewhere(caller("ann"), OTHER).permissions()).isEmpty();
    users.unassign(admin, "ann", Role.DATA_SCIENTIST);
    users.unassign(admin, "ann", Role.DATA_ENGINEER);
    assertThat(caller("ann").permissions()).isEmpty();
  }

  @Test
  void aLevelTakesThePlaceOfWhatRolesSay() {
    made("ann");
    levels.give(admin, "ann", TRIPS, Level.NO_PERMISSIONS);
    assertThat(session("ann").sees(TAXI)).as("nothing to see there").isFalse();
    users.assign(admin, "ann", Role.DATA_SCIENTIST);
    assertThat(caller("ann").reach(Permission.READ, TRIPS.kind()).contains(7)).isFalse();
    assertThat(caller("ann").reach(Permission.READ, TRIPS.kind()).contains(8)).isTrue();
    levels.change(admin, "ann", TRIPS, Level.MANAGE);
    assertThat(caller("ann").reach(Permission.MANAGE, TRIPS.kind()).some()).containsExactly(7L);
    assertThatThrownBy(() -> levels.give(admin, "ann", TRIPS, Level.READ))
        .hasMessageContaining("already");
    users.assign(admin, "ann", Role.ADMINISTRATOR);
    assertThat(caller("ann").grants().isEmpty()).as("administrators are not limited").isTrue();
    users.unassign(admin, "ann", Role.ADMINISTRATOR);
    levels.take(admin, "ann", TRIPS);
    assertThat(caller("ann").reach(Permission.MANAGE, TRIPS.kind()).isEmpty()).isTrue();
    assertThatThrownBy(() -> levels.take(admin, "ann", TRIPS)).hasMessageContaining("no perm");
  }

  @Test
  void whoManagesAThingGivesLevelsOnItAndOnNothingElse() {
    Caller ann = made("ann");
    made("ben");
    database.write(tx -> {
      levels.made(tx, ann, TRIPS);
      levels.made(tx, Caller.platform("engine", TAXI), Thing.experiment(8));
      return true;
    });
    Caller maker = caller("ann");
    levels.give(maker, "ben", TRIPS, Level.EDIT);
    assertThat(levels.find(caller("ben"), "ben", TRIPS)).contains(Level.EDIT);
    assertThatThrownBy(() -> levels.give(maker, "ben", Thing.experiment(8), Level.READ))
        .hasMessageContaining("may not manage");
    assertThatThrownBy(() -> levels.change(caller("ben"), "ben", TRIPS, Level.MANAGE))
        .hasMessageContaining("lacks the permission to manage");
    assertThatThrownBy(() -> levels.find(caller("ben"), "ann", TRIPS))
        .hasMessageContaining("lacks the permission to manage");
  }

  @Test
  void aRoleIsNotHadByMayingAsMuch() {
    made("ann");
    users.assign(admin, "ann", Role.ML_ENGINEER);
    Caller ann = caller("ann");
    users.requireRole(ann, Role.ML_ENGINEER);
    assertThatThrownBy(() -> users.requireRole(ann, Role.BUSINESS_STAKEHOLDER))
        .hasMessageContaining("'ann' is no business-stakeholder");
    Caller there = users.holdings("ann").orElseThrow().caller(new ProjectName("other"));
    assertThatThrownBy(() -> users.requireRole(there, Role.ML_ENGINEER))
        .isInstanceOf(Problem.class);
    users.requireRole(admin, Role.BUSINESS_STAKEHOLDER);
    users.requireRole(access.caller(TAXI), Role.DATA_SCIENTIST);
  }

  @Test
  void theLastAdministratorStays() {
    assertThatThrownBy(() -> users.remove(admin, "admin")).hasMessageContaining("the last");
    assertThatThrownBy(() -> users.demote(admin, "admin")).hasMessageContaining("the last");
    made("ann");
    users.promote(admin, "ann");
    users.demote(admin, "admin");
    assertThat(caller("admin").permissions()).isEmpty();
    assertThatThrownBy(() -> users.remove(caller("ann"), "ann")).hasMessageContaining("the last");
  }

  @Test
  void whoAdministersAProjectDoesSoThereAlone() {
    made("ann");
    made("ben");
    users.assign(admin, "ann", Role.ADMINISTRATOR);
    users.assign(access.elsewhere(admin, OTHER), "ben", Role.DATA_SCIENTIST);
    Caller ann = caller("ann");
    users.assign(ann, "ben", Role.DEVOPS_ENGINEER);
    assertThat(users.roles(ann, "ben"))
        .as("roles in other projects are not told")
        .extracting(Assignment::role)
        .containsExactly(Role.DEVOPS_ENGINEER);
    assertThat(users.roles(caller("ben"), "ben")).hasSize(2);
    assertThatThrownBy(() -> users.create(ann, "eve", PASSWORD)).hasMessageContaining("may not");
    assertThatThrownBy(() -> users.promote(ann, "ann")).hasMessageContaining("may not");
    assertThatThrownBy(() -> users.setPassword(ann, "ben", PASSWORD, Optional.empty()))
        .hasMessageContaining("may not");
    assertThatThrownBy(() -> users.remove(ann, "ben")).hasMessageContaining("may not");
    assertThatThrownBy(() -> users.assign(access.elsewhere(ann, OTHER), "ann", Role.ADMINISTRATOR))
        .hasMessageContaining("may not");
  }

  @Test
  void whoIsNoAdministratorAsksOfThemselvesAlone() {
    Caller ann = made("ann");
    assertThat(users.load(ann, "ann").name()).isEqualTo("ann");
    for (String name : List.of("admin", "nobody")) {
      assertThatThrownBy(() -> users.load(ann, name)).hasMessageContaining("may not administer");
      assertThatThrownBy(() -> users.roles(ann, name)).hasMessageContaining("may not administer");
      assertThatThrownBy(() -> levels.all(ann, name)).hasMessageContaining("may not administer");
    }
    assertThatThrownBy(() -> users.all(ann)).hasMessageContaining("may not administer");
  }

  @Test
  void namesThatMeanSomethingElseAreRefused() {
    for (String name :
        List.of("", "local", "rondo:engine", "a b", "a\nb", "<b>", ".x", "a".repeat(101))) {
      assertThatThrownBy(() -> users.create(admin, name, PASSWORD))
          .hasMessageContaining("is not a user name");
    }
    assertThatThrownBy(() -> users.create(admin, "admin", PASSWORD))
        .hasMessageContaining("already exists");
    assertThat(users.create(admin, "ann.müller@example.org", PASSWORD).id()).isPositive();
  }

  @Test
  void everyChangeIsInTheAuditLogWithoutSecrets() {
    made("ann");
    users.assign(admin, "ann", Role.DATA_SCIENTIST);
    users.assign(admin, "ann", Role.DATA_SCIENTIST);
    users.setRole(admin, "ann", List.of(Role.DATA_SCIENTIST), Optional.empty());
    levels.give(admin, "ann", TRIPS, Level.EDIT);
    levels.change(admin, "ann", TRIPS, Level.READ);
    levels.take(admin, "ann", TRIPS);
    users.setPassword(admin, "ann", "another password", Optional.empty());
    users.promote(admin, "ann");
    users.remove(admin, "ann");
    List<AuditEntry> entries = access.audit().latest(admin, 100).reversed();
    assertThat(entries)
        .extracting(AuditEntry::action)
        .containsExactly(
            "user.create",
            "role.assign",
            "role.unassign",
            "level.give",
            "level.change",
            "level.take",
            "user.set-password",
            "user.set-administrator",
            "user.remove");
    assertThat(entries).allSatisfy(one -> assertThat(one.user()).isEqualTo("admin"));
    assertThat(entries.toString()).doesNotContain("password\"", "argon2", "another");
    assertThat(access.audit().verify(admin)).isEmpty();
  }
}
