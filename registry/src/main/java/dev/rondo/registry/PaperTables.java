package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.database.Transaction;
import java.util.List;
import java.util.Optional;

/// The tables of what people say and decide of versions; nothing in them is overwritten.
final class PaperTables {
  private PaperTables() {}

  static void put(Transaction tx, Caller caller, long model, int version, VersionNotes notes) {
    tx.update(
        "INSERT INTO model_notes (project, model, version, owner, licence, card, user, at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        caller.project(),
        model,
        version,
        notes.owner(),
        notes.licence(),
        notes.card(),
        notes.by(),
        notes.at());
  }

  /// The newest first.
  static List<VersionNotes> notes(
      Transaction tx, Caller caller, long model, int version, int limit) {
    return tx.list(
        "SELECT owner, licence, card, user, at FROM model_notes WHERE project = ? AND model = ?"
            + " AND version = ? ORDER BY id DESC LIMIT ?",
        row ->
            new VersionNotes(
                row.text("owner"),
                row.text("licence"),
                row.text("card"),
                row.text("user"),
                row.time("at")),
        caller.project(),
        model,
        version,
        limit);
  }

  static void put(Transaction tx, Caller caller, long model, Approval approval) {
    tx.update(
        "INSERT INTO model_approval (project, model, version, verdict, role, reason, user, at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        caller.project(),
        model,
        approval.version(),
        approval.verdict(),
        approval.role(),
        approval.reason(),
        approval.by(),
        approval.at());
  }

  /// The newest first.
  static List<Approval> approvals(
      Transaction tx, Caller caller, long model, String name, int version) {
    return tx.list(
        "SELECT verdict, role, reason, user, at FROM model_approval WHERE project = ? AND model = ?"
            + " AND version = ? ORDER BY id DESC LIMIT 1000",
        row ->
            new Approval(
                name,
                version,
                row.text("verdict"),
                row.text("role"),
                row.text("reason"),
                row.text("user"),
                row.time("at")),
        caller.project(),
        model,
        version);
  }

  static Optional<String> approver(Transaction tx, Caller caller) {
    return tx.find(
        "SELECT role FROM model_approver WHERE project = ?",
        row -> row.text("role"),
        caller.project());
  }

  static void setApprover(Transaction tx, Caller caller, Optional<String> role) {
    tx.update("DELETE FROM model_approver WHERE project = ?", caller.project());
    role.ifPresent(text ->
        tx.update(
            "INSERT INTO model_approver (project, role) VALUES (?, ?)", caller.project(), text));
  }
}
