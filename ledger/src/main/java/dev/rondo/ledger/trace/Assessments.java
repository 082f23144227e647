package dev.rondo.ledger.trace;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.ledger.Reachable;
import java.util.function.UnaryOperator;

/// What people, models and code say of traces. Thread-safe.
public final class Assessments {
  private final Database database;
  private final IdSource ids;

  Assessments(Database database, IdSource ids) {
    this.database = database;
    this.ids = ids;
  }

  public AssessmentId newId() {
    return new AssessmentId("a-" + ids.next());
  }

  /// Adds an assessment; one that it overrides is no longer valid.
  ///
  /// @throws Problem `not-found` when there is no such trace, or nothing to override
  public Assessment add(Caller caller, TraceId trace, Assessment assessment) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    return database.write(tx -> {
      long key = Traces.key(tx, caller, Permission.WRITE_RUNS, trace);
      assessment
          .history()
          .overrides()
          .ifPresent(overridden -> {
            load(tx, trace, key, overridden);
            AssessmentTable.validate(tx, key, overridden, false);
          });
      AssessmentTable.put(tx, caller.project(), key, assessment);
      TraceTable.requireRoom(tx, key);
      return assessment;
    });
  }

  /// @throws Problem `not-found`
  public Assessment load(Caller caller, TraceId trace, AssessmentId id) {
    Reachable.require(caller, Permission.READ);
    return database.read(tx -> load(tx, trace, Traces.key(tx, caller, Permission.READ, trace), id));
  }

  /// @throws Problem `not-found`
  public Assessment revise(
      Caller caller, TraceId trace, AssessmentId id, UnaryOperator<Assessment> revision) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    return database.write(tx -> {
      long key = Traces.key(tx, caller, Permission.WRITE_RUNS, trace);
      Assessment revised = revision.apply(load(tx, trace, key, id));
      AssessmentTable.put(tx, caller.project(), key, revised);
      return revised;
    });
  }

  /// Deletes an assessment if it is there; the one that it overrode is valid again.
  ///
  /// @throws Problem `not-found` when there is no such trace
  public void delete(Caller caller, TraceId trace, AssessmentId id) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    database.write(tx -> {
      long key = Traces.key(tx, caller, Permission.WRITE_RUNS, trace);
      AssessmentTable.find(tx, key, id)
          .flatMap(found -> found.history().overrides())
          .ifPresent(overridden -> AssessmentTable.validate(tx, key, overridden, true));
      AssessmentTable.delete(tx, key, id);
      return true;
    });
  }

  private static Assessment load(Transaction tx, TraceId trace, long key, AssessmentId id) {
    return AssessmentTable.find(tx, key, id)
        .orElseThrow(
            () -> Problem.notFound("Assessment with ID '%s' not found for trace '%s'", id, trace));
  }
}
