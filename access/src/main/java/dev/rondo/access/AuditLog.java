package dev.rondo.access;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Every change of a project, in order. Each entry holds the digest of the one before it, and a
/// separate row the digest of the last, so that an entry that is altered, put in, or taken out
/// (also at the end) is found by [#verify]. Whoever can write the database can write the whole
/// chain anew: keep [#latest]'s digest elsewhere to know of that, too. Thread-safe.
public final class AuditLog {
  private static final int PAGE = 1_000;
  private static final String SCHEMA =
      """
      CREATE TABLE audit_entry (
        project TEXT NOT NULL, sequence INTEGER NOT NULL, user TEXT NOT NULL,
        action TEXT NOT NULL, subject TEXT NOT NULL, at INTEGER NOT NULL, details TEXT NOT NULL,
        previous TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (project, sequence));
      CREATE TABLE audit_end (
        project TEXT PRIMARY KEY, sequence INTEGER NOT NULL, digest TEXT NOT NULL)
      """;
  private static final String COLUMNS =
      "project, sequence, user, action, subject, at, details, previous, digest";

  private final Database database;
  private final InstantSource clock;

  /// @param clock system time
  public AuditLog(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    database.migrate("access", List.of(SCHEMA));
  }

  /// Records a change by itself.
  ///
  /// @param details a record or map that becomes a JSON object, without secrets
  public AuditEntry append(Caller caller, String action, String subject, Object details) {
    return database.write(tx -> append(tx, caller, action, subject, details));
  }

  /// Records a change as part of the transaction that makes it. Whoever may make the change may
  /// record it, so no permission is asked for.
  public AuditEntry append(
      Transaction tx, Caller caller, String action, String subject, Object details) {
    Optional<End> end = end(tx, caller.project());
    AuditEntry entry =
        sealed(
            caller.project(),
            end.map(End::sequence).orElse(0L) + 1,
            caller.user(),
            action,
            subject,
            Instant.ofEpochMilli(clock.millis()),
            Json.write(Json.tree(details)),
            end.map(End::digest).orElse(start(caller.project())));
    insert(tx, entry);
    return entry;
  }

  private static void insert(Transaction tx, AuditEntry entry) {
    tx.update(
        "INSERT INTO audit_entry (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entry.project(),
        entry.sequence(),
        entry.user(),
        entry.action(),
        entry.subject(),
        entry.at(),
        Json.write(entry.details()),
        entry.previous(),
        entry.digest());
    tx.update(
        """
        INSERT INTO audit_end (project, sequence, digest) VALUES (?, ?, ?)
        ON CONFLICT (project) DO UPDATE SET sequence = excluded.sequence, digest = excluded.digest
        """,
        entry.project(),
        entry.sequence(),
        entry.digest());
  }

  /// The newest entries of the caller's project, newest first.
  ///
  /// @param limit 1 to 1,000
  public List<AuditEntry> latest(Caller caller, int limit) {
    caller.require(Permission.ADMINISTER);
    if (limit < 1 || limit > PAGE) {
      throw Problem.invalid("%d entries are asked for; ask for 1 to %d.", limit, PAGE);
    }
    return database.read(tx ->
        tx.list(
            "SELECT "
                + COLUMNS
                + " FROM audit_entry WHERE project = ? ORDER BY sequence DESC LIMIT ?",
            AuditLog::entry,
            caller.project(),
            limit));
  }

  /// The sequence of the first entry of the caller's project that is not what was recorded
  /// (altered, put in, or missing); empty when the chain is whole.
  public Optional<Long> verify(Caller caller) {
    caller.require(Permission.ADMINISTER);
    return database.read(tx -> firstBroken(tx, caller.project()));
  }

  private static Optional<Long> firstBroken(Transaction tx, ProjectName project) {
    End last = new End(0, start(project));
    for (List<AuditEntry> page = page(tx, project, 0);
        !page.isEmpty();
        page = page(tx, project, last.sequence())) {
      for (AuditEntry entry : page) {
        long expected = last.sequence() + 1;
        if (entry.sequence() != expected || !isSealed(entry, last.digest())) {
          return Optional.of(expected);
        }
        last = new End(expected, entry.digest());
      }
    }
    End end = end(tx, project).orElse(new End(0, start(project)));
    return last.equals(end) ? Optional.empty() : Optional.of(last.sequence() + 1);
  }

  private static boolean isSealed(AuditEntry entry, Digest previous) {
    return sealed(
            entry.project(),
            entry.sequence(),
            entry.user(),
            entry.action(),
            entry.subject(),
            entry.at(),
            Json.write(entry.details()),
            previous)
        .equals(entry);
  }

  private static AuditEntry sealed(
      ProjectName project,
      long sequence,
      String user,
      String action,
      String subject,
      Instant at,
      String details,
      Digest previous) {
    var content =
        Json.array()
            .add(project.value())
            .add(sequence)
            .add(user)
            .add(action)
            .add(subject)
            .add(at.toEpochMilli())
            .add(details)
            .add(previous.value());
    Digest digest = Digest.of(Json.write(content));
    return new AuditEntry(
        project, sequence, user, action, subject, at, Json.parseObject(details), previous, digest);
  }

  private static Digest start(ProjectName project) {
    return Digest.of(project.value());
  }

  private static List<AuditEntry> page(Transaction tx, ProjectName project, long after) {
    return tx.list(
        "SELECT "
            + COLUMNS
            + " FROM audit_entry WHERE project = ? AND sequence > ? ORDER BY sequence LIMIT ?",
        AuditLog::entry,
        project,
        after,
        PAGE);
  }

  private static Optional<End> end(Transaction tx, ProjectName project) {
    return tx.find(
        "SELECT sequence, digest FROM audit_end WHERE project = ?",
        row -> new End(row.number("sequence"), new Digest(row.text("digest"))),
        project);
  }

  private static AuditEntry entry(Row row) {
    return new AuditEntry(
        new ProjectName(row.text("project")),
        row.number("sequence"),
        row.text("user"),
        row.text("action"),
        row.text("subject"),
        row.time("at"),
        Json.parseObject(row.text("details")),
        new Digest(row.text("previous")),
        new Digest(row.text("digest")));
  }

  private record End(long sequence, Digest digest) {}
}
