package dev.rondo.access;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.database.Work;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// Who may sign in, and with which roles in which projects. Every change is in the audit log of the
/// project that it was made in. Thread-safe.
public final class Users {
  /// The first user, who is made when sign-in is switched on.
  public static final String FIRST = "admin";

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]{0,99}");
  private static final int MOST_CACHED = 10_000;

  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;
  private final Passwords passwords = new Passwords();
  private final AtomicLong changes = new AtomicLong();
  private final Map<String, Cached> cache = new ConcurrentHashMap<>();

  /// @param after how many changes it was read
  private record Cached(long after, Holdings holdings) {}

  /// @param clock system time
  Users(Database database, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    database.migrate("users", List.of(UserTable.SCHEMA));
  }

  Passwords passwords() {
    return passwords;
  }

  /// What a user has now. It is kept until anything of any user changes.
  Optional<Holdings> holdings(String name) {
    long now = changes.get();
    Cached cached = cache.get(name);
    if (cached != null && cached.after == now) {
      return Optional.of(cached.holdings);
    }
    Optional<Holdings> read = database.read(tx -> UserTable.holdings(tx, name));
    if (cache.size() >= MOST_CACHED) {
      cache.clear();
    }
    read.ifPresent(holdings -> cache.put(name, new Cached(now, holdings)));
    return read;
  }

  /// Makes the first administrator, where there is none yet.
  ///
  /// @param chosen the password; a random one when empty
  /// @return the random password, which nobody is told of again; empty when none was made up
  public Optional<String> begin(Optional<String> chosen) {
    chosen.ifPresent(Passwords::check);
    if (database.read(UserTable::administrators) > 0) {
      return Optional.empty();
    }
    String password = chosen.orElseGet(passwords::random);
    String hash = passwords.hash(password);
    change(tx -> {
      UserTable.find(tx, FIRST).ifPresent(user -> UserTable.delete(tx, user));
      return UserTable.insert(tx, FIRST, hash, true, clock.instant());
    });
    return chosen.isPresent() ? Optional.empty() : Optional.of(password);
  }

  /// Everyone, by name.
  public List<User> all(Caller caller) {
    caller.require(Permission.ADMINISTER);
    return database.read(UserTable::all);
  }

  /// @throws Problem `not-found`, also for whoever is neither this user nor an administrator
  public User load(Caller caller, String name) {
    requireSelf(caller, name);
    return database.read(tx -> load(tx, name));
  }

  void requireSelf(Caller caller, String name) {
    if (!caller.user().equals(name)) {
      caller.require(Permission.ADMINISTER);
    }
  }

  static User load(Transaction tx, String name) {
    return UserTable.find(tx, name).orElseThrow(() -> unknown(name));
  }

  static Problem unknown(String name) {
    return Problem.notFound("User with username=%s not found", name);
  }

  /// @throws Problem `conflict` when the name is taken
  public User create(Caller caller, String name, String password) {
    return create(caller, name, password, false);
  }

  /// @param isAdministrator whether they may do everything everywhere
  /// @throws Problem `conflict` when the name is taken
  public User create(Caller caller, String name, String password, boolean isAdministrator) {
    requireAdministrator(caller);
    if (!NAME.matcher(name).matches() || name.equals(Access.LOCAL_USER)) {
      throw Problem.invalid(
          "'%s' is not a user name: use letters, digits and . _ @ + -, beginning with a letter or"
              + " digit, 100 at the most; 'local' is whoever sits at the server's machine.",
          name.substring(0, Math.min(name.length(), 100)));
    }
    String hash = passwords.hash(Passwords.check(password));
    return change(tx -> {
      if (UserTable.find(tx, name).isPresent()) {
        throw Problem.conflict("User (username=%s) already exists.", name);
      }
      User user = UserTable.insert(tx, name, hash, isAdministrator, clock.instant());
      audit.append(tx, caller, "user.create", name, Map.of("administrator", isAdministrator));
      return user;
    });
  }

  /// Whoever administers one project administers the roles of that one; users are of all, and so is
  /// what the server's machine has.
  public void requireAdministrator(Caller caller) {
    caller.require(Permission.ADMINISTER);
    if (!administersAll(caller)) {
      throw caller.refusal(Permission.ADMINISTER);
    }
  }

  private boolean administersAll(Caller caller) {
    return Access.isHere(caller)
        || holdings(caller.user()).map(one -> one.user().isAdministrator()).orElse(false);
  }

  /// Whether the caller is told of what a user has in a project.
  boolean isTold(Caller caller, String name, ProjectName project) {
    return caller.user().equals(name) || caller.project().equals(project) || administersAll(caller);
  }

  /// Removes a user with their roles and levels; what they made stays.
  ///
  /// @throws Problem `invalid-request` for the last administrator
  public void remove(Caller caller, String name) {
    requireAdministrator(caller);
    change(tx -> {
      User user = load(tx, name);
      requireAnother(tx, user);
      UserTable.delete(tx, user);
      return audit.append(tx, caller, "user.remove", name, Map.of());
    });
  }

  private static void requireAnother(Transaction tx, User user) {
    if (user.isAdministrator() && UserTable.administrators(tx) < 2) {
      throw Problem.invalid(
          "'%s' is the last administrator, and stays one; make another user an administrator first.",
          user.name());
    }
  }

  /// Makes a user an administrator.
  public void promote(Caller caller, String name) {
    setAdministrator(caller, name, true);
  }

  /// Takes a user the rights of an administrator.
  ///
  /// @throws Problem `invalid-request` for the last one
  public void demote(Caller caller, String name) {
    setAdministrator(caller, name, false);
  }

  private void setAdministrator(Caller caller, String name, boolean isAdministrator) {
    requireAdministrator(caller);
    change(tx -> {
      User user = load(tx, name);
      if (!isAdministrator) {
        requireAnother(tx, user);
      }
      UserTable.setAdministrator(tx, user, isAdministrator);
      Map<String, Boolean> details = Map.of("administrator", isAdministrator);
      return audit.append(tx, caller, "user.set-administrator", name, details);
    });
  }

  /// @param current the caller's present password; needed of whoever changes their own
  /// @throws Problem `invalid-request` when the present password is wrong
  public void setPassword(Caller caller, String name, String password, Optional<String> current) {
    if (caller.user().equals(name)) {
      requireCurrent(name, current);
    } else {
      requireAdministrator(caller);
    }
    String hash = passwords.hash(Passwords.check(password));
    change(tx -> {
      UserTable.setPassword(tx, load(tx, name), hash);
      return audit.append(tx, caller, "user.set-password", name, Map.of());
    });
  }

  private void requireCurrent(String name, Optional<String> current) {
    boolean isRight =
        holdings(name)
            .map(user -> passwords.matches(current.orElse(""), user.hash()))
            .orElse(false);
    if (!isRight) {
      throw Problem.invalid("The current password of '%s' is missing or wrong.", name);
    }
  }

  /// The roles of a user in all projects; those of the caller's project, unless the caller is the
  /// user or administers all.
  public List<Assignment> roles(Caller caller, String name) {
    requireSelf(caller, name);
    return database.read(tx -> UserTable.roles(tx, load(tx, name))).stream()
        .filter(one -> isTold(caller, name, one.project()))
        .toList();
  }

  /// Who has which role in the caller's project, by user.
  public List<Assignment> roles(Caller caller) {
    caller.require(Permission.ADMINISTER);
    return database.read(tx -> UserTable.roles(tx, caller.project()));
  }

  /// Refuses a caller who has not that very role in their project, whatever they may do by others;
  /// administrators have every one.
  ///
  /// @throws Problem `forbidden`
  public void requireRole(Caller caller, Role role) {
    boolean isTheirs =
        caller.may(Permission.ADMINISTER)
            || roles(caller, caller.user()).stream()
                .anyMatch(one -> one.project().equals(caller.project()) && one.role() == role);
    if (!isTheirs) {
      throw Problem.of(
          ProblemCode.FORBIDDEN,
          "'%s' is no %s in project '%s', and cannot decide as one.",
          caller.user(),
          role.text(),
          caller.project());
    }
  }

  /// Gives a user a role in the caller's project.
  public Assignment assign(Caller caller, String name, Role role) {
    caller.require(Permission.ADMINISTER);
    return change(tx -> assign(tx, caller, load(tx, name), role));
  }

  private Assignment assign(Transaction tx, Caller caller, User user, Role role) {
    Assignment made = new Assignment(user, caller.project(), role);
    if (UserTable.assign(tx, made)) {
      audit.append(tx, caller, "role.assign", user.name(), Map.of("role", role.text()));
    }
    return made;
  }

  /// Gives a user one of some roles in the caller's project, and takes the others of them.
  ///
  /// @param role none of them when empty
  public void setRole(Caller caller, String name, List<Role> some, Optional<Role> role) {
    caller.require(Permission.ADMINISTER);
    change(tx -> {
      User user = load(tx, name);
      some.stream()
          .filter(one -> !Optional.of(one).equals(role))
          .forEach(one -> unassign(tx, caller, user, one));
      role.ifPresent(one -> assign(tx, caller, user, one));
      return user;
    });
  }

  /// Takes a user a role in the caller's project; when they do not have it, nothing happens.
  public void unassign(Caller caller, String name, Role role) {
    caller.require(Permission.ADMINISTER);
    change(tx -> {
      unassign(tx, caller, load(tx, name), role);
      return role;
    });
  }

  private void unassign(Transaction tx, Caller caller, User user, Role role) {
    if (UserTable.unassign(tx, new Assignment(user, caller.project(), role))) {
      audit.append(tx, caller, "role.unassign", user.name(), Map.of("role", role.text()));
    }
  }

  /// A user, to whoever may give them something in the caller's project.
  public User known(Caller caller, String name) {
    if (!caller.user().equals(name) && !caller.maySomewhere(Permission.MANAGE)) {
      throw caller.refusal(Permission.MANAGE);
    }
    return database.read(tx -> load(tx, name));
  }

  /// Who the caller is; the local administrator has no entry.
  public User self(Caller caller) {
    return database
        .read(tx -> UserTable.find(tx, caller.user()))
        .orElseGet(
            () -> new User(0, caller.user(), caller.may(Permission.ADMINISTER), clock.instant()));
  }

  <T> T change(Work<T> work) {
    return database.write(tx -> {
      T result = work.run(tx);
      changed(tx);
      return result;
    });
  }

  /// What is known of users is read anew once the unit of work is done.
  void changed(Transaction tx) {
    tx.afterCommit(changes::incrementAndGet);
  }
}
