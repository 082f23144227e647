package dev.rondo.access;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who may do what. Where nobody has to sign in, whoever reaches the server without credentials is
/// the machine's own user, since it listens on the loopback address alone: the administrator.
/// Credentials that are sent are checked in any case. Thread-safe.
public final class Access {
  /// The name of the local administrator.
  public static final String LOCAL_USER = "local";

  private final AuditLog audit;
  private final Users users;
  private final Levels levels;
  private final SignIn signIn;
  private final FormTokens forms;
  private final boolean isRequired;

  private Access(Database database, InstantSource clock, boolean isRequired) {
    this.audit = new AuditLog(database, clock);
    this.users = new Users(database, audit, clock);
    this.levels = new Levels(database, audit, users);
    this.signIn = new SignIn(users.passwords(), clock);
    this.forms = new FormTokens(users.passwords().key());
    this.isRequired = isRequired;
  }

  /// Nobody has to sign in.
  ///
  /// @param clock system time
  public Access(Database database, InstantSource clock) {
    this(database, clock, false);
  }

  /// Everybody has to sign in.
  ///
  /// @param clock system time
  public static Access withSignIn(Database database, InstantSource clock) {
    return new Access(database, clock, true);
  }

  /// Who sent a request, before it is known where they act.
  ///
  /// @throws Problem `unauthenticated`
  public Session session(Optional<Credentials> credentials) {
    if (credentials.isPresent()) {
      Credentials sent = credentials.get();
      return new Session(Optional.of(signIn.check(sent, users.holdings(sent.user()))));
    }
    if (isRequired) {
      throw Problem.of(ProblemCode.UNAUTHENTICATED, "You are not signed in.");
    }
    return new Session(Optional.empty());
  }

  /// Somebody who has been let in.
  public static final class Session {
    private final Optional<Holdings> user;

    private Session(Optional<Holdings> user) {
      this.user = user;
    }

    /// Whether there is anything in the project that they may do; of any other they are not told.
    public boolean sees(ProjectName project) {
      return user.map(one -> one.sees(project)).orElse(true);
    }

    /// Those of the projects that they are told of.
    public List<ProjectName> seen(List<ProjectName> projects) {
      return user.isEmpty() ? projects : projects.stream().filter(this::sees).toList();
    }

    public Caller caller(ProjectName project) {
      return user.map(one -> one.caller(project)).orElseGet(() -> local(project));
    }
  }

  /// Those of the projects that a caller is told of.
  public List<ProjectName> seen(Caller caller, List<ProjectName> projects) {
    return session(caller).seen(projects);
  }

  /// A caller as they act in another project.
  public Caller elsewhere(Caller caller, ProjectName project) {
    return session(caller).caller(project);
  }

  /// A caller with the rights of now, for work that was begun for them before. The local
  /// administrator and the parts of the platform stay as they are.
  ///
  /// @throws Problem `forbidden` for a user who has been removed meanwhile
  public Caller now(Caller caller) {
    return isHere(caller)
        ? caller
        : users
            .holdings(caller.user())
            .orElseThrow(() ->
                Problem.of(
                    ProblemCode.FORBIDDEN,
                    "There is no user '%s' any more, in whose name this was to run.",
                    caller.user()))
            .caller(caller.project());
  }

  /// Whether it is the local administrator or a part of the platform, which are no users.
  static boolean isHere(Caller caller) {
    return caller.user().equals(LOCAL_USER) || caller.isPlatform();
  }

  /// @throws Problem `unauthenticated` for a user who has been removed meanwhile
  private Session session(Caller caller) {
    return isHere(caller)
        ? new Session(Optional.empty())
        : new Session(Optional.of(users.holdings(caller.user()).orElseThrow(SignIn::wrong)));
  }

  /// The caller behind a request from this machine.
  public Caller caller(ProjectName project) {
    return local(project);
  }

  private static Caller local(ProjectName project) {
    return new Caller(LOCAL_USER, project, Role.permissions(Set.of(Role.ADMINISTRATOR)));
  }

  /// The record of every change.
  public AuditLog audit() {
    return audit;
  }

  public Users users() {
    return users;
  }

  /// What stands in the forms of pages.
  public FormTokens forms() {
    return forms;
  }

  /// What users may do with single things.
  public Levels levels() {
    return levels;
  }
}
