package dev.rondo.access;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import java.time.InstantSource;
import java.util.Set;

/// Who may do what. The server listens on the loopback address alone, and whoever reaches it is the
/// machine's own user: the administrator. Thread-safe.
public final class Access {
  /// The name of the local administrator.
  public static final String LOCAL_USER = "local";

  private final AuditLog audit;

  /// @param clock system time
  public Access(Database database, InstantSource clock) {
    this.audit = new AuditLog(database, clock);
  }

  /// The caller behind a request from this machine.
  public Caller caller(ProjectName project) {
    return new Caller(LOCAL_USER, project, Role.permissions(Set.of(Role.ADMINISTRATOR)));
  }

  /// The record of every change.
  public AuditLog audit() {
    return audit;
  }
}
