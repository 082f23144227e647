package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.Thing.Kind;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What people say of versions, such as their owner and card, and whether they approve of them. All
/// of it is kept with who and when. Thread-safe.
public final class Papers {
  private static final int MOST = 100;

  private final Database database;
  private final InstantSource clock;
  private final Moves moves;

  Papers(Database database, Events events, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.moves = new Moves(events, clock);
  }

  /// What is said anew of a version; what is empty stays as it was said before.
  public record Change(Optional<String> owner, Optional<String> licence, Optional<String> card) {}

  /// Says something anew of a version.
  public VersionNotes describe(Caller caller, String model, int version, Change change) {
    caller.require(Permission.REGISTER_MODELS, Kind.REGISTERED_MODEL);
    return database.write(tx -> {
      Catalog.version(tx, caller, Permission.REGISTER_MODELS, model, version);
      long key = Catalog.key(tx, caller, model);
      Optional<VersionNotes> before =
          PaperTables.notes(tx, caller, key, version, 1).stream().findFirst();
      VersionNotes notes =
          new VersionNotes(
              change.owner().or(() -> before.map(VersionNotes::owner)).orElse(""),
              change.licence().or(() -> before.map(VersionNotes::licence)).orElse(""),
              change.card().or(() -> before.map(VersionNotes::card)).orElse(""),
              caller.user(),
              clock.instant());
      PaperTables.put(tx, caller, key, version, notes);
      return notes;
    });
  }

  /// What was said of a version, the newest first; the first holds.
  public List<VersionNotes> notes(Caller caller, String model, int version) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(
        tx -> PaperTables.notes(tx, caller, Catalog.key(tx, caller, model), version, MOST));
  }

  /// Records what was decided of a version, and publishes `model.approved` or `model.disapproved`.
  ///
  /// @param role that the caller decides in; the caller has made sure that it is theirs
  /// @param verdict [Approval#APPROVED] or [Approval#REJECTED]
  public Approval decide(
      Caller caller, String model, int version, String role, String verdict, String reason) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    Approval approval =
        new Approval(model, version, verdict, role, reason, caller.user(), clock.instant());
    return database.write(tx -> {
      ModelVersion judged = Catalog.version(tx, caller, model, version);
      PaperTables.put(tx, caller, Catalog.key(tx, caller, model), approval);
      String type = approval.isGiven() ? "model.approved" : "model.disapproved";
      moves.publish(tx, caller, type, judged, reason, Map.of("role", role));
      return approval;
    });
  }

  /// What was decided of a version, the newest first.
  public List<Approval> approvals(Caller caller, String model, int version) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(
        tx -> PaperTables.approvals(tx, caller, Catalog.key(tx, caller, model), model, version));
  }

  /// The role whose approval a version of the project needs before it comes into production; empty
  /// when it needs none.
  public Optional<String> approver(Caller caller) {
    caller.require(Permission.READ, Kind.REGISTERED_MODEL);
    return database.read(tx -> PaperTables.approver(tx, caller));
  }

  /// Says whose approval it needs from now on.
  ///
  /// @param role empty for none
  public void setApprover(Caller caller, Optional<String> role) {
    caller.require(Permission.DEPLOY);
    database.write(tx -> {
      PaperTables.setApprover(tx, caller, role);
      return role;
    });
  }

  /// Refuses a version that needs an approval and has none, or lost it.
  static void requireApproved(Transaction tx, Caller caller, ModelVersion version) {
    Optional<String> role = PaperTables.approver(tx, caller);
    if (role.isEmpty()) {
      return;
    }
    long key = Catalog.key(tx, caller, version.model());
    boolean isApproved =
        PaperTables.approvals(tx, caller, key, version.model(), version.version()).stream()
            .filter(one -> one.role().equals(role.get()))
            .findFirst()
            .map(Approval::isGiven)
            .orElse(false);
    if (!isApproved) {
      throw Problem.of(
          ProblemCode.PRECONDITION_FAILED,
          "Version %d of '%s' needs the approval of a %s before it comes into production: rondo"
              + " models approve %s %d --as %s --reason TEXT.",
          version.version(),
          version.model(),
          role.get(),
          version.model(),
          version.version(),
          role.get());
    }
  }
}
