package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.ledger.Edge.Role;
import java.util.List;
import java.util.Optional;

/// The statements that only an import needs.
final class ImportTable {
  private ImportTable() {}

  static long experiment(Transaction tx, ProjectName project, ExperimentId id) {
    return tx.find(
            "SELECT key FROM experiment WHERE project = ? AND number = ?",
            row -> row.number("key"),
            project,
            id.number())
        .orElseThrow(() -> Problem.notFound("No Experiment with id=%s exists", id));
  }

  /// A run with the same id is the same one when it began at the same time in the same experiment.
  static void requireSame(Transaction tx, ProjectName project, ImportedRun asked) {
    long experiment = experiment(tx, project, asked.experiment());
    tx.find(
            "SELECT started, experiment, removed FROM run WHERE project = ? AND id = ?",
            row -> {
              if (row.optionalTime("removed").isPresent()) {
                throw Problem.conflict(
                    "Run %s was here and has been removed for good.", asked.id());
              }
              return row.number("experiment") == experiment
                  && row.time("started").equals(asked.start().started().orElseThrow());
            },
            project,
            asked.id())
        .filter(isSame -> !isSame)
        .ifPresent(_ -> {
          throw Problem.conflict(
              "Run %s is here already, began at another time or is in another experiment: it is"
                  + " another run.",
              asked.id());
        });
  }

  /// What was deleted here stays so.
  static void update(Transaction tx, long run, ImportedRun asked) {
    RunTable.status(tx, run, asked.state().status(), asked.state().ended());
    RunTable.rename(tx, run, asked.id(), asked.start().name());
    RunTable.nest(tx, run, asked.start().parent());
    tx.update(
        "UPDATE run SET deleted = coalesce(deleted, ?) WHERE key = ?",
        asked.state().deleted(),
        run);
  }

  /// What was deleted here stays so.
  static void update(Transaction tx, long model, LoggedModel asked) {
    tx.update(
        "UPDATE logged_model SET status = ?, updated = ?, deleted = coalesce(deleted, ?)"
            + " WHERE key = ?",
        asked.status(),
        asked.times().updated(),
        asked.times().deleted(),
        model);
  }

  /// The key of a model, also of a deleted one.
  static Optional<Long> model(Transaction tx, ProjectName project, LoggedModelId id) {
    return tx.find(
        "SELECT key FROM logged_model WHERE project = ? AND id = ?",
        row -> row.number("key"),
        project,
        id);
  }

  /// That a run read or wrote a model.
  ///
  /// @param run its key
  record Use(long run, Role role) {}

  static List<Use> uses(Transaction tx, ProjectName project, LoggedModelId id) {
    return tx.list(
        """
        SELECT u.run, u.role FROM logged_model m JOIN logged_model_use u ON u.model = m.key
        WHERE m.project = ? AND m.id = ?
        """,
        row -> new Use(row.number("run"), Role.valueOf(row.text("role"))),
        project,
        id);
  }

  static long points(Transaction tx, long run) {
    return count(
        tx, "run_metric m JOIN run_metric_point p ON p.metric = m.id WHERE m.run = ?", run);
  }

  /// @param from the rest of the statement; not of a client
  static long count(Transaction tx, String from, long key) {
    return tx.find("SELECT count(*) AS n FROM " + from, row -> row.number("n"), key).orElse(0L);
  }
}
